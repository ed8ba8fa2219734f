package org.vae4j.experiment.study.reparam;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.vae4j.experiment.report.chart.Charts;
import org.vae4j.experiment.study.OptionChecks;
import org.vae4j.experiment.study.Study;
import org.vae4j.experiment.study.StudyContext;
import org.vae4j.experiment.study.exact.LinearGaussianModel;
import org.vae4j.experiment.study.runner.StudyRunner;
import org.vae4j.math.Streams;

/** The variance of gradients through the reparameterisation trick against the score function's. */
public final class ReparameterisationStudy implements Study {

    private static final Map<GradientEstimator, String> NAMES = Map.of(
            GradientEstimator.PATHWISE, "pathwise (reparameterised)",
            GradientEstimator.SCORE, "score function",
            GradientEstimator.SCORE_WITH_BASELINE, "score function, baseline");

    /** Step sizes to choose from, so that each estimator is shown at its best. */
    private static final double[] RATES = {1e-6, 3e-6, 1e-5, 3e-5, 1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2};

    /** A study. */
    public ReparameterisationStudy() {}

    /**
     * Its keys.
     *
     * @param observed dimensions of x
     * @param noiseVariance of the likelihood
     * @param draws of z per gradient
     * @param repetitions gradients to estimate the variance from
     * @param dimensions numbers of dimensions of z to compare
     * @param latent dimensions of z where the bound is ascended
     * @param steps of gradient ascent
     */
    public record Options(
            int observed,
            double noiseVariance,
            int draws,
            int repetitions,
            List<Integer> dimensions,
            int latent,
            int steps) {

        /**
         * Validates.
         *
         * @param observed dimensions of x
         * @param noiseVariance of the likelihood
         * @param draws of z per gradient
         * @param repetitions gradients to estimate the variance from
         * @param dimensions numbers of dimensions of z to compare
         * @param latent dimensions of z where the bound is ascended
         * @param steps of gradient ascent
         */
        public Options {
            OptionChecks.between("observed", observed, 1, 500);
            OptionChecks.positive("noiseVariance", noiseVariance);
            OptionChecks.between("draws", draws, 2, 10_000);
            OptionChecks.between("repetitions", repetitions, 10, 1_000_000);
            dimensions = List.copyOf(dimensions);
            OptionChecks.require(
                    !dimensions.isEmpty(), "dimensions", dimensions, "at least one, for example [1, 2, 4]");
            dimensions.forEach(d -> OptionChecks.between("dimensions", d, 1, 100));
            OptionChecks.between("latent", latent, 1, 100);
            OptionChecks.between("steps", steps, 10, 100_000);
        }
    }

    /**
     * Runs it.
     *
     * @param args options and {@code key=value} overrides
     */
    public static void main(String[] args) {
        StudyRunner.main(new ReparameterisationStudy(), args);
    }

    @Override
    public String name() {
        return "reparameterisation";
    }

    @Override
    public String summary() {
        return "Gradient variance: the reparameterisation trick against the score function";
    }

    @Override
    public String defaults() {
        return """
                study:
                  observed: 20              # dimensions of x
                  noiseVariance: 0.5        # of the likelihood
                  draws: 10                 # of z per gradient
                  repetitions: 2000         # gradients to estimate the variance from
                  dimensions: [1, 2, 4, 8, 16, 32]   # of z, to compare
                  latent: 8                 # dimensions of z where the bound is ascended
                  steps: 500                # of gradient ascent
                """;
    }

    @Override
    public Class<? extends Record> options() {
        return Options.class;
    }

    @Override
    public void run(StudyContext context) throws IOException {
        Options options = context.options(Options.class);
        List<GradientTrial> trials = new ArrayList<>();
        for (int dimension : options.dimensions()) {
            context.progress(
                    dimension + " latent dimensions",
                    0.5 * trials.size() / (3 * options.dimensions().size()));
            BoundProblem problem = problem(context.seed(), options, dimension);
            for (GradientEstimator estimator : GradientEstimator.values()) {
                trials.add(GradientTrial.of(
                        estimator, problem, options.draws(), options.repetitions(), noiseSeed(context, estimator)));
            }
        }
        context.print(table(trials));
        context.result("gradientTrials", trials);
        drawVariance(context, trials, options);

        BoundProblem problem = problem(context.seed(), options, options.latent());
        Map<GradientEstimator, List<Double>> traces = new LinkedHashMap<>();
        for (GradientEstimator estimator : GradientEstimator.values()) {
            context.progress("ascending", 0.5 + 0.5 * traces.size() / 3);
            traces.put(estimator, bestAscent(context, estimator, problem, options));
        }
        context.print(summary(traces, problem, options));
        context.result("bestElboNats", problem.bestElbo());
        Map<String, Double> last = new LinkedHashMap<>();
        traces.forEach((estimator, trace) -> last.put(estimator.name(), trace.get(trace.size() - 1)));
        context.result("elboNatsAfterAscent", last);
        drawAscent(context, traces, problem, options);
    }

    private static BoundProblem problem(long seed, Options options, int latent) {
        LinearGaussianModel model = LinearGaussianModel.random(
                options.observed(), latent, options.noiseVariance(), Streams.at(Streams.derive(seed, "init"), latent));
        return new BoundProblem(model, model.sample(Streams.at(Streams.derive(seed, "data"), latent)));
    }

    private static long noiseSeed(StudyContext context, GradientEstimator estimator) {
        return Streams.derive(context.seed(), "latent " + estimator.name());
    }

    private static List<Double> bestAscent(
            StudyContext context, GradientEstimator estimator, BoundProblem problem, Options options) {
        List<Double> best = List.of(Double.NEGATIVE_INFINITY);
        for (double rate : RATES) {
            double[] rates = new double[options.steps()];
            Arrays.fill(rates, rate);
            List<Double> trace =
                    GradientTrial.ascend(estimator, problem, options.draws(), rates, noiseSeed(context, estimator));
            boolean complete = trace.size() == options.steps() + 1;
            if (complete && tail(trace) > tail(best)) {
                best = trace;
            }
        }
        return best;
    }

    /** The average of the last tenth, less a matter of luck than the last value. */
    private static double tail(List<Double> trace) {
        return trace.subList(trace.size() - Math.max(1, trace.size() / 10), trace.size()).stream()
                .mapToDouble(Double::doubleValue)
                .average()
                .orElseThrow();
    }

    private static String table(List<GradientTrial> trials) {
        StringBuilder text = new StringBuilder(String.format(
                "%-27s %7s %14s %16s %18s%n", "estimator", "latents", "variance", "|gradient|^2", "bias (std errors)"));
        for (GradientTrial t : trials) {
            text.append(String.format(
                    Locale.ROOT,
                    "%-27s %7d %14.2f %16.2f %18.1f%n",
                    NAMES.get(t.estimator()),
                    t.latent(),
                    t.variance(),
                    t.squaredGradientNorm(),
                    t.biasInStandardErrors()));
        }
        return text.toString();
    }

    private static String summary(Map<GradientEstimator, List<Double>> traces, BoundProblem problem, Options options) {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "bound after %d steps of ascent, %d latent dimensions, each at its best step size (optimum %.3f nats):%n",
                options.steps(),
                options.latent(),
                problem.bestElbo()));
        traces.forEach((estimator, trace) ->
                text.append(String.format(Locale.ROOT, "%-27s %10.3f nats%n", NAMES.get(estimator), tail(trace))));
        return text.toString();
    }

    private static void drawVariance(StudyContext context, List<GradientTrial> trials, Options options)
            throws IOException {
        XYChart chart = Charts.lines(
                "Variance of a gradient from " + options.draws() + " draws",
                "dimensions of z",
                "variance, all parameters (nats squared)");
        for (GradientEstimator estimator : GradientEstimator.values()) {
            List<GradientTrial> own =
                    trials.stream().filter(t -> t.estimator() == estimator).toList();
            chart.addSeries(
                    NAMES.get(estimator),
                    own.stream().mapToDouble(GradientTrial::latent).toArray(),
                    own.stream().mapToDouble(GradientTrial::variance).toArray());
        }
        chart.getStyler().setYAxisLogarithmic(true);
        Charts.save(chart, context.figures().resolve("variance.png"));
    }

    private static void drawAscent(
            StudyContext context, Map<GradientEstimator, List<Double>> traces, BoundProblem problem, Options options)
            throws IOException {
        XYChart chart = Charts.lines(
                "Ascent by estimated gradients, " + options.latent() + " latent dimensions",
                "step",
                "ELBO below its optimum (nats)");
        for (Map.Entry<GradientEstimator, List<Double>> trace : traces.entrySet()) {
            double[] gap = trace.getValue().stream()
                    .mapToDouble(elbo -> problem.bestElbo() - elbo)
                    .toArray();
            double[] steps = IntStream.range(0, gap.length).asDoubleStream().toArray();
            chart.addSeries(NAMES.get(trace.getKey()), steps, gap);
        }
        chart.getStyler().setYAxisLogarithmic(true);
        Charts.save(chart, context.figures().resolve("ascent.png"));
    }
}
