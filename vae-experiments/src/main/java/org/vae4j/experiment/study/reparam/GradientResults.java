package org.vae4j.experiment.study.reparam;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.vae4j.experiment.report.text.TextTable;

/**
 * The variances of estimated gradients, and the bounds that ascents by them reach.
 *
 * @param steps the number of steps of an ascent
 * @param latent dimensions of z where the bound is ascended
 * @param trials one per number of dimensions and estimator
 * @param bestElboNats the largest value of the bound that is ascended
 * @param ascents the bound before each step and after the last by each estimator, each at its best step size
 */
public record GradientResults(
        int steps,
        int latent,
        List<GradientTrial> trials,
        double bestElboNats,
        Map<GradientEstimator, List<Double>> ascents) {

    public GradientResults {
        trials = List.copyOf(trials);
    }

    /** The average of the last tenth of a trace, which varies less with the seed than its last value. */
    static double tail(List<Double> trace) {
        return trace.subList(trace.size() - Math.max(1, trace.size() / 10), trace.size()).stream()
                .mapToDouble(Double::doubleValue)
                .average()
                .orElseThrow();
    }

    String text() {
        return new TextTable<GradientTrial>()
                        .words("estimator", trial -> trial.estimator().label())
                        .numbers("latents", "%d", GradientTrial::latent)
                        .numbers("variance", "%.2f", GradientTrial::variance)
                        .numbers("|gradient|^2", "%.2f", GradientTrial::squaredGradientNorm)
                        .numbers("bias (std errors)", "%.1f", GradientTrial::biasInStandardErrors)
                        .of(trials)
                + String.format(
                        Locale.ROOT,
                        "%n%nbound after %d steps of ascent, %d latent dimensions, each at its best step size (optimum"
                                + " %.3f nats):%n",
                        steps,
                        latent,
                        bestElboNats)
                + new TextTable<Map.Entry<GradientEstimator, List<Double>>>()
                        .words("", ascent -> ascent.getKey().label())
                        .numbers("", "%.3f nats", ascent -> tail(ascent.getValue()))
                        .of(ascents.entrySet());
    }
}
