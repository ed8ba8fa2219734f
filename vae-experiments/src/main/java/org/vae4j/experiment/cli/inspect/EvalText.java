package org.vae4j.experiment.cli.inspect;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.vae4j.eval.importance.Bound;
import org.vae4j.experiment.config.LikelihoodProtocol;
import org.vae4j.experiment.run.evidence.AisResult;
import org.vae4j.experiment.run.evidence.BdmcResult;
import org.vae4j.experiment.run.evidence.NllResult;
import org.vae4j.likelihood.support.Measure;

/**
 * Formats estimates of -log p(x) for people: the number, its standard errors, the data it was measured on, and a
 * caution where it is unreliable.
 */
final class EvalText {

    /** A bias from this many nats on is reported. */
    private static final double NOTABLE_BIAS_NATS = 0.05;

    /** The share of accepted Hamiltonian transitions below which chains hardly move. */
    private static final double MIN_ACCEPTANCE = 0.3;

    /** A gap between the two bounds above this many nats is reported as wide. */
    private static final double WIDE_GAP_NATS = 1;

    /** A difference of more standard errors than this is hardly chance. */
    private static final double SIGNIFICANT_ERRORS = 3;

    private EvalText() {}

    /** Line by line. */
    static List<String> of(NllResult result, LikelihoodProtocol protocol) {
        List<String> lines = new ArrayList<>();
        lines.add(format(
                "-log p(x) = %.2f nats, %s; %,d samples, effective %.0f; active units %d",
                result.negLogLikelihoodNats(),
                errors(result),
                result.samples(),
                result.effectiveSampleSize(),
                result.activeUnits()));
        if (!result.bounds().isEmpty()) {
            lines.add("bounds by samples: "
                    + result.bounds().stream().map(EvalText::bound).collect(Collectors.joining(", ")));
        }
        lines.add(source(protocol, result.epoch()));
        double bias = biasNats(result);
        if (bias >= NOTABLE_BIAS_NATS) {
            lines.add(format(
                    "caution: too high by about %.2f nats or more, because %,d samples are few for this encoder (the"
                            + " smallest effective size is %.1f); more samples lower it",
                    bias, result.samples(), result.smallestEffectiveSampleSize()));
        }
        return lines;
    }

    /** Line by line. */
    static List<String> of(AisResult result, LikelihoodProtocol protocol) {
        List<String> lines = new ArrayList<>();
        double difference = result.differenceNats();
        double error = result.differenceSamplingError();
        lines.add(format(
                "annealed: -log p(x) = %.2f nats over %,d examples (acceptance %.2f); importance sampling of the same"
                        + " %.2f, difference %+.2f%s",
                result.negLogLikelihoodNats(),
                result.examples(),
                result.acceptanceRate(),
                result.importanceSampledNats(),
                difference,
                Double.isNaN(error) ? " (of one chain or one sample: no error)" : format(" ± %.2f", error)));
        lines.add(source(protocol, result.epoch()));
        // The negation holds for NaN too, which is the rate of chains of one temperature: they make no transition.
        if (!(result.acceptanceRate() >= MIN_ACCEPTANCE)) {
            lines.add(format(
                    "caution: with an acceptance of %.2f the chains hardly move, and the annealed number is nothing to"
                            + " rely on; more --temperatures help, or --from=posterior",
                    result.acceptanceRate()));
        } else if (difference < -SIGNIFICANT_ERRORS * error) {
            lines.add(
                    "caution: annealing finds less than importance sampling: its chains are too few or too short; more"
                            + " --chains, --temperatures or --leapfrog help");
        } else if (difference > SIGNIFICANT_ERRORS * error) {
            lines.add("the encoder misses places that matter: importance sampling states too much by at least about the"
                    + " difference");
        }
        return lines;
    }

    /** Line by line. */
    static List<String> of(BdmcResult result) {
        List<String> lines = new ArrayList<>();
        lines.add(format(
                "both sides: -log p(x) of %,d examples of the model itself between %.2f and %.2f nats, gap %.2f%s"
                        + " (acceptance %.2f forward, %.2f back)",
                result.examples(),
                result.negLogLikelihoodLowerNats(),
                result.negLogLikelihoodUpperNats(),
                result.gapNats(),
                uncertain(result.gapStandardError()),
                result.forwardAcceptanceRate(),
                result.backwardAcceptanceRate()));
        lines.add(format(
                "importance sampling of the same %.2f, too high by %.2f%s at most in expectation; model of epoch %d",
                result.importanceSampledNats(),
                result.importanceSampledExcessNats(),
                uncertain(result.importanceSampledExcessError()),
                result.epoch()));
        if (!(Math.min(result.forwardAcceptanceRate(), result.backwardAcceptanceRate()) >= MIN_ACCEPTANCE)) {
            lines.add("caution: the chains hardly move, so that the bounds are far apart; more --temperatures help, or"
                    + " --from=posterior");
        } else if (result.gapNats() > WIDE_GAP_NATS) {
            lines.add("the gap is wide: more --temperatures bring the bounds together");
        }
        return lines;
    }

    /**
     * The bias of -log p(x) by importance sampling to first order, which is half the variance of the estimate of one
     * example over the draws. With n examples the variance of their mean is 1/n of the examples' mean variance, so that
     * the bias is n/2 · samplingError².
     */
    private static double biasNats(NllResult result) {
        return 0.5 * result.examples() * result.samplingError() * result.samplingError();
    }

    /** An error behind its number; empty where it is not known. */
    private static String uncertain(double error) {
        return Double.isNaN(error) ? "" : format(" ± %.2f", error);
    }

    private static String errors(NllResult result) {
        String examples = result.examples() == 1
                ? "one example, no standard error"
                : format("standard error %.2f over %,d examples", result.standardError(), result.examples());
        return examples
                + (Double.isNaN(result.samplingError()) ? "" : format(", %.3f over the draws", result.samplingError()));
    }

    private static String bound(Bound bound) {
        return format("%,d: %.2f", bound.samples(), bound.negBoundNats());
    }

    private static String source(LikelihoodProtocol protocol, int epoch) {
        String measure = protocol.measure() == Measure.CROSS_ENTROPY
                ? " of grey pixels, which is no probability and compares on the same images alone"
                : "";
        return "on " + protocol + measure + "; model of epoch " + epoch;
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
