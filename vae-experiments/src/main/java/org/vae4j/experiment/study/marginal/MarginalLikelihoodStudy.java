package org.vae4j.experiment.study.marginal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.knowm.xchart.XYChart;
import org.vae4j.experiment.report.chart.Charts;
import org.vae4j.experiment.study.OptionChecks;
import org.vae4j.experiment.study.Study;
import org.vae4j.experiment.study.StudyContext;
import org.vae4j.experiment.study.exact.LinearGaussianModel;
import org.vae4j.experiment.study.runner.StudyRunner;
import org.vae4j.math.Streams;

/** Estimating log p(x): naive Monte Carlo over the prior against importance sampling, on a model that knows p(x). */
public final class MarginalLikelihoodStudy implements Study {

    private static final Map<EvidenceEstimator, String> NAMES = Map.of(
            EvidenceEstimator.PRIOR, "naive: z from the prior",
            EvidenceEstimator.MEAN_FIELD, "z from a diagonal q(z|x)",
            EvidenceEstimator.POSTERIOR, "z from the posterior");

    /** A study. */
    public MarginalLikelihoodStudy() {}

    /**
     * Its keys.
     *
     * @param observed dimensions of x
     * @param latent dimensions of z where the number of samples varies
     * @param noiseVariance of the likelihood
     * @param samples the largest number of samples of an estimate
     * @param repetitions independent estimates of each kind
     * @param dimensions numbers of dimensions of z to compare
     */
    public record Options(
            int observed, int latent, double noiseVariance, int samples, int repetitions, List<Integer> dimensions) {

        /**
         * Validates.
         *
         * @param observed dimensions of x
         * @param latent dimensions of z where the number of samples varies
         * @param noiseVariance of the likelihood
         * @param samples the largest number of samples of an estimate
         * @param repetitions independent estimates of each kind
         * @param dimensions numbers of dimensions of z to compare
         */
        public Options {
            OptionChecks.between("observed", observed, 1, 500);
            OptionChecks.between("latent", latent, 1, 100);
            OptionChecks.positive("noiseVariance", noiseVariance);
            OptionChecks.between("samples", samples, 10, 1_000_000);
            OptionChecks.between("repetitions", repetitions, 2, 10_000);
            dimensions = List.copyOf(dimensions);
            OptionChecks.require(
                    !dimensions.isEmpty(), "dimensions", dimensions, "at least one, for example [1, 2, 4]");
            dimensions.forEach(d -> OptionChecks.between("dimensions", d, 1, 100));
        }
    }

    /**
     * Runs it.
     *
     * @param args options and {@code key=value} overrides
     */
    public static void main(String[] args) {
        StudyRunner.main(new MarginalLikelihoodStudy(), args);
    }

    @Override
    public String name() {
        return "marginal-likelihood";
    }

    @Override
    public String summary() {
        return "Estimating log p(x): naive Monte Carlo against importance sampling, where p(x) is known";
    }

    @Override
    public String defaults() {
        return """
                study:
                  observed: 20             # dimensions of x
                  latent: 6                # dimensions of z where the number of samples varies
                  noiseVariance: 0.1       # of the likelihood
                  samples: 10000           # the largest number of samples of an estimate
                  repetitions: 50          # independent estimates of each kind
                  dimensions: [1, 2, 4, 6, 8, 12, 16]   # of z, to compare at the largest number of samples
                """;
    }

    @Override
    public Class<? extends Record> options() {
        return Options.class;
    }

    @Override
    public void run(StudyContext context) throws IOException {
        Options options = context.options(Options.class);
        EvidenceProblem problem = problem(context.seed(), options, options.latent());
        List<EvidenceTrial> bySamples = new ArrayList<>();
        for (int samples = 1; samples <= options.samples(); samples *= 10) {
            context.progress(samples + " samples", 0.5 * samples / options.samples());
            addTrials(bySamples, problem, options, samples, context.seed());
        }
        List<EvidenceTrial> byDimension = new ArrayList<>();
        for (int dimension : options.dimensions()) {
            context.progress(
                    dimension + " latent dimensions",
                    0.5 + 0.5 * byDimension.size() / (3 * options.dimensions().size()));
            addTrials(
                    byDimension,
                    problem(context.seed(), options, dimension),
                    options,
                    options.samples() / 10,
                    context.seed());
        }
        double exact = problem.model().logEvidence(problem.x());
        context.print(String.format(Locale.ROOT, "log p(x) = %.4f nats%n%n", exact) + table(bySamples));
        context.print(table(byDimension));
        context.result("exactLogEvidenceNats", exact);
        context.result("bySamples", bySamples);
        context.result("byDimension", byDimension);
        drawPath(context, problem, options, exact);
        draw(context, bySamples, "error-by-samples.png", true);
        draw(context, byDimension, "error-by-dimension.png", false);
    }

    private static EvidenceProblem problem(long seed, Options options, int latent) {
        LinearGaussianModel model = LinearGaussianModel.random(
                options.observed(), latent, options.noiseVariance(), Streams.at(Streams.derive(seed, "init"), latent));
        return new EvidenceProblem(model, model.sample(Streams.at(Streams.derive(seed, "data"), latent)));
    }

    private static void addTrials(
            List<EvidenceTrial> trials, EvidenceProblem problem, Options options, int samples, long seed) {
        for (EvidenceEstimator estimator : EvidenceEstimator.values()) {
            long stream = Streams.at(Streams.derive(seed, estimator.name()), samples);
            trials.add(EvidenceTrial.of(estimator, problem, samples, options.repetitions(), stream));
        }
    }

    private static String table(List<EvidenceTrial> trials) {
        StringBuilder text = new StringBuilder(String.format(
                "%-25s %7s %8s %14s %12s %12s %10s%n",
                "estimator", "latents", "samples", "bias (nats)", "sd (nats)", "rmse (nats)", "effective"));
        for (EvidenceTrial t : trials) {
            text.append(String.format(
                    Locale.ROOT,
                    "%-25s %7d %8d %14.4f %12.4f %12.4f %10.1f%n",
                    NAMES.get(t.estimator()),
                    t.latent(),
                    t.samples(),
                    zero(t.meanErrorNats()),
                    zero(t.standardDeviationNats()),
                    zero(t.rootMeanSquareErrorNats()),
                    t.effectiveSamples()));
        }
        return text.toString();
    }

    /** Without the sign of a rounding error. */
    private static double zero(double value) {
        return Math.abs(value) < 5e-5 ? 0 : value;
    }

    private static void drawPath(StudyContext context, EvidenceProblem problem, Options options, double exact)
            throws IOException {
        XYChart chart = Charts.lines(
                "One run of each estimator, " + options.latent() + " latent dimensions",
                "samples of z",
                "estimate of log p(x) (nats)");
        long seed = Streams.derive(context.seed(), "path");
        List<Integer> counts = counts(options.samples());
        double[] x = counts.stream().mapToDouble(Integer::doubleValue).toArray();
        double lowest = exact;
        for (EvidenceEstimator estimator : EvidenceEstimator.values()) {
            double[] weights = estimator.logWeights(problem.model(), problem.x(), options.samples(), seed);
            double[] y = counts.stream()
                    .mapToDouble(n -> EvidenceEstimator.estimate(weights, n))
                    .toArray();
            chart.addSeries(NAMES.get(estimator), x, y);
            lowest = Math.min(lowest, y[y.length / 4]);
        }
        chart.getStyler().setXAxisLogarithmic(true);
        // The first few naive estimates can be hundreds of nats too low.
        chart.getStyler().setYAxisMin(Math.floor(lowest - 5));
        Charts.save(chart, context.figures().resolve("one-run.png"));
    }

    /** About twenty a decade, from 1. */
    private static List<Integer> counts(int largest) {
        List<Integer> counts = new ArrayList<>();
        for (double n = 1; n < largest * 1.0001; n *= Math.pow(10, 0.05)) {
            if (counts.isEmpty() || (int) Math.round(n) > counts.get(counts.size() - 1)) {
                counts.add((int) Math.round(n));
            }
        }
        return counts;
    }

    private static void draw(StudyContext context, List<EvidenceTrial> trials, String file, boolean bySamples)
            throws IOException {
        EvidenceTrial first = trials.get(0);
        XYChart chart = Charts.lines(
                bySamples
                        ? "Error against samples, " + first.latent() + " latent dimensions"
                        : "Error against latent dimensions, " + first.samples() + " samples",
                bySamples ? "samples of z" : "dimensions of z",
                "root mean square error of log p(x) (nats)");
        for (EvidenceEstimator estimator :
                new EvidenceEstimator[] {EvidenceEstimator.PRIOR, EvidenceEstimator.MEAN_FIELD}) {
            // With one latent dimension the diagonal Gaussian is the posterior: no error, and no place on this axis.
            List<EvidenceTrial> own = trials.stream()
                    .filter(t -> t.estimator() == estimator && t.rootMeanSquareErrorNats() > 1e-9)
                    .toList();
            double[] x = own.stream()
                    .mapToDouble(t -> bySamples ? t.samples() : t.latent())
                    .toArray();
            double[] y = own.stream()
                    .mapToDouble(EvidenceTrial::rootMeanSquareErrorNats)
                    .toArray();
            if (x.length > 0) {
                chart.addSeries(NAMES.get(estimator), x, y);
            }
        }
        chart.getStyler().setXAxisLogarithmic(bySamples);
        chart.getStyler().setYAxisLogarithmic(true);
        Charts.save(chart, context.figures().resolve(file));
    }
}
