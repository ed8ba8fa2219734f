package org.vae4j.experiment.study.linear;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.vae4j.baseline.Covariance;
import org.vae4j.baseline.Pca;
import org.vae4j.baseline.ProbabilisticPca;
import org.vae4j.baseline.linear.LinearVaeLoss;
import org.vae4j.experiment.report.chart.Charts;
import org.vae4j.experiment.run.backend.Backend;
import org.vae4j.experiment.run.configured.ConfiguredData;
import org.vae4j.experiment.study.OptionChecks;
import org.vae4j.experiment.study.Study;
import org.vae4j.experiment.study.StudyContext;
import org.vae4j.experiment.study.runner.StudyRunner;
import org.vae4j.math.GaussianNoise;
import org.vae4j.math.Lbfgs;
import org.vae4j.math.Streams;

/** The ELBO of a trained linear VAE is the exact log-likelihood of probabilistic PCA; surplus latents collapse. */
public final class LinearVaeStudy implements Study {

    private static final int MEMORY = 30;
    private static final double ACTIVE_NATS = 0.01;

    /** A study. */
    public LinearVaeStudy() {}

    /**
     * Its keys.
     *
     * @param latent p
     * @param seeds how many starts
     * @param maxIterations of each training
     * @param tolerance it has converged when ‖gradient‖ is below this times max(1, ‖parameters‖)
     * @param fixedNoise σ² of further trainings with fixed noise, in units of the p-th largest variance
     * @param samples draws of z for each example in the check of the network
     */
    public record Options(
            int latent, int seeds, int maxIterations, double tolerance, List<Double> fixedNoise, int samples) {

        /** Validates. */
        public Options {
            fixedNoise = List.copyOf(fixedNoise);
            OptionChecks.between("latent", latent, 1, 1000);
            OptionChecks.between("seeds", seeds, 1, 100);
            OptionChecks.between("maxIterations", maxIterations, 1, 1_000_000);
            OptionChecks.positive("tolerance", tolerance);
            fixedNoise.forEach(noise -> OptionChecks.positive("fixedNoise", noise));
            OptionChecks.between("samples", samples, 1, 1000);
        }
    }

    /**
     * One training.
     *
     * @param data what on
     * @param p latent dimensions
     * @param noiseVariance σ² at the end
     * @param noiseLearned whether it was learned
     * @param elboNats at the end, mean over the training set
     * @param logLikelihoodNats exact, of the best model with these p and, where fixed, σ²
     * @param gapNats the difference; at least 0
     * @param activeExpected variances above σ², at most p
     * @param activeFound latents with a KL above 0.01 nats
     * @param klNats of each latent, descending
     * @param iterations taken
     * @param converged whether the gradient became as small as asked for
     */
    public record Row(
            String data,
            int p,
            double noiseVariance,
            boolean noiseLearned,
            double elboNats,
            double logLikelihoodNats,
            double gapNats,
            int activeExpected,
            int activeFound,
            List<Double> klNats,
            int iterations,
            boolean converged) {}

    /**
     * Runs it.
     *
     * @param args options and {@code key=value} overrides
     */
    public static void main(String[] args) {
        StudyRunner.main(new LinearVaeStudy(), args);
    }

    @Override
    public String name() {
        return "linear-vae-is-ppca";
    }

    @Override
    public String summary() {
        return "A linear VAE reaches the exact likelihood of probabilistic PCA; surplus latents collapse";
    }

    @Override
    public String defaults() {
        return """
                data:
                  name: mnist           # lines where there is no MNIST
                study:
                  latent: 16
                  seeds: 2              # starts of the training with learned noise
                  maxIterations: 2000   # of each training, full-batch L-BFGS
                  tolerance: 1.0e-5     # of the gradient, relative to the parameters
                  fixedNoise: [1.5, 3]  # fixed noise variances, in units of the p-th largest variance
                  samples: 4            # draws of z per test image in the check of the network
                """;
    }

    @Override
    public Class<? extends Record> options() {
        return Options.class;
    }

    @Override
    public void run(StudyContext context) throws IOException, InterruptedException {
        Options options = context.options(Options.class);
        Backend.use(context.config().runtime());
        context.progress("reading the data", 0);
        ConfiguredData data = Moments.open(context);
        Covariance train = Moments.of(data, data.split().train());
        Covariance test = Moments.of(data, data.split().test());
        int p = options.latent();
        ProbabilisticPca exact = ProbabilisticPca.fit(train, p);
        String name = data.split().train().name();
        context.result("data", name);

        XYChart curve = Charts.lines(
                "Linear VAE of " + p + " latents", "iteration of L-BFGS", "log-likelihood minus ELBO (nats per image)");
        curve.getStyler().setYAxisLogarithmic(true);
        List<Row> rows = new ArrayList<>();
        for (int seed = 0; seed < options.seeds(); seed++) {
            stopIfAsked(context);
            context.progress("learned noise, start " + (seed + 1), 0.7 * seed / options.seeds());
            LinearVaeLoss loss = new LinearVaeLoss(train, p, OptionalDouble.empty());
            List<Double> gaps = new ArrayList<>();
            double best = exact.meanLogLikelihood(train);
            Lbfgs.Minimum end = train(context, options, loss, seed, gaps, best);
            rows.add(row(name, loss, end, exact, best, train, true));
            double[] iterations =
                    IntStream.range(0, gaps.size()).mapToDouble(i -> i).toArray();
            curve.addSeries(
                    "start " + (seed + 1),
                    iterations,
                    gaps.stream().mapToDouble(g -> Math.max(g, 1e-12)).toArray());
            if (seed == 0) {
                onTest(context, options, data, train, test, exact, loss, end.point());
            }
        }
        double smallest = Pca.fit(train, p).explainedVariance()[p - 1];
        for (double factor : options.fixedNoise()) {
            stopIfAsked(context);
            context.progress("fixed noise", 0.8);
            rows.add(fixed(context, options, name, train, p, factor * smallest));
        }
        rows.add(surplus(context, options));
        context.result("trainings", rows);
        context.result(
                "gapNats",
                rows.stream()
                        .limit(options.seeds())
                        .mapToDouble(Row::gapNats)
                        .max()
                        .orElseThrow());
        context.print(table(rows));
        Charts.save(curve, context.figures().resolve("gap.png"));
        klChart(context, rows);
    }

    private static void stopIfAsked(StudyContext context) throws InterruptedException {
        if (context.stopRequested()) {
            throw new InterruptedException("stopped between two trainings");
        }
    }

    private static Lbfgs.Minimum train(
            StudyContext context, Options options, LinearVaeLoss loss, int seed, List<Double> gaps, double best) {
        double[] noise = GaussianNoise.draw(Streams.at(Streams.derive(context.seed(), "init"), seed), loss.size());
        return Lbfgs.minimise(
                loss,
                loss.start(noise),
                new Lbfgs.Config(MEMORY, options.maxIterations(), options.tolerance()),
                (i, point, value, norm) -> gaps.add(best + value));
    }

    private static Row row(
            String name,
            LinearVaeLoss loss,
            Lbfgs.Minimum end,
            ProbabilisticPca exact,
            double best,
            Covariance data,
            boolean learned) {
        double noise = loss.noiseVariance(end.point());
        List<Double> kl = Arrays.stream(loss.klNats(end.point()))
                .boxed()
                .sorted((a, b) -> Double.compare(b, a))
                .toList();
        double[] variances = Pca.fit(data, exact.size()).explainedVariance();
        // A learned σ² is below every variance it leaves to the latents, but for rounding.
        int expected = (int)
                Arrays.stream(variances).filter(v -> v > noise * (1 + 1e-6)).count();
        return new Row(
                name,
                exact.size(),
                noise,
                learned,
                -end.value(),
                best,
                best + end.value(),
                expected,
                (int) kl.stream().filter(k -> k > ACTIVE_NATS).count(),
                kl,
                end.iterations(),
                end.converged());
    }

    /** With σ² given, W = U(Λ - σ²)^½ for the variances above it and 0 for the others. */
    private static Row fixed(
            StudyContext context, Options options, String name, Covariance train, int p, double noise) {
        Pca pca = Pca.fit(train, p);
        double[] scales = Arrays.stream(pca.explainedVariance())
                .map(v -> Math.sqrt(Math.max(0, v - noise)))
                .toArray();
        INDArray loadings = pca.components().mulRowVector(Nd4j.create(scales, new long[] {1, scales.length}, 'f'));
        ProbabilisticPca exact = ProbabilisticPca.of(train.mean(), loadings, noise);
        LinearVaeLoss loss = new LinearVaeLoss(train, p, OptionalDouble.of(noise));
        double best = exact.meanLogLikelihood(train);
        Lbfgs.Minimum end = train(context, options, loss, 0, new ArrayList<>(), best);
        return row(name, loss, end, exact, best, train, false);
    }

    /**
     * 5 latents and noise of variance 0.5 made it; 10 latents are offered, with σ² = 0.6. At σ² = 0.5 the surplus ones
     * would collapse too, but ever more slowly: there the loss is flat to the fourth order.
     */
    private static Row surplus(StudyContext context, Options options) {
        int d = 50;
        INDArray loadings = Nd4j.create(
                GaussianNoise.draw(Streams.derive(context.seed(), "surplus"), d * 5), new long[] {d, 5}, 'f');
        INDArray matrix = loadings.mmul(loadings.transpose())
                .addi(Nd4j.eye(d).castTo(loadings.dataType()).muli(0.5));
        Covariance made = Covariance.of(Nd4j.zeros(loadings.dataType(), 1, d), matrix, 1);
        return fixed(context, options, "5 latents + noise", made, 10, 0.6);
    }

    private static void onTest(
            StudyContext context,
            Options options,
            ConfiguredData data,
            Covariance train,
            Covariance test,
            ProbabilisticPca exact,
            LinearVaeLoss loss,
            double[] point) {
        Covariance aboutTrainMean = Covariance.of(test.mean().subi(train.mean()), test.matrix(), test.count())
                .aboutOrigin();
        double elbo = -new LinearVaeLoss(aboutTrainMean, options.latent(), OptionalDouble.empty())
                .evaluate(point, new double[loss.size()]);
        double sampled = LinearVaeNetwork.elbo(
                data,
                train.mean(),
                loss.decoder(point),
                loss.encoder(point),
                loss.posteriorVariances(point),
                loss.noiseVariance(point),
                options.samples());
        Map<String, Double> result = new LinkedHashMap<>();
        result.put("logLikelihoodNats", exact.meanLogLikelihood(test));
        result.put("elboNats", elbo);
        result.put("networkSampledElboNats", sampled);
        context.result("onTest", result);
        context.print(String.format(
                Locale.ROOT,
                "test set: exact log p(x) of pPCA %.4f, ELBO of the linear VAE %.4f, by its network and %d draws %.4f"
                        + " nats per image",
                exact.meanLogLikelihood(test),
                elbo,
                options.samples(),
                sampled));
    }

    private static String table(List<Row> rows) {
        StringBuilder text = new StringBuilder(String.format(
                "%-20s %3s %10s %14s %14s %9s %8s%n", "data", "p", "σ²", "log p(x)", "ELBO", "gap", "active"));
        for (Row r : rows) {
            text.append(String.format(
                    Locale.ROOT,
                    "%-20s %3d %10.6f %14.6f %14.6f %9.1e %3d of %d%s%n",
                    r.data(),
                    r.p(),
                    r.noiseVariance(),
                    r.logLikelihoodNats(),
                    r.elboNats(),
                    r.gapNats(),
                    r.activeFound(),
                    r.activeExpected(),
                    (r.noiseLearned() ? "" : "  σ² fixed") + (r.converged() ? "" : "  not converged")));
        }
        return text.toString();
    }

    private static void klChart(StudyContext context, List<Row> rows) throws IOException {
        XYChart chart = Charts.points("KL of each latent to the prior", "latent, by its KL", "nats per image");
        Set<String> titles = new HashSet<>();
        for (Row row : rows) {
            double[] index =
                    IntStream.rangeClosed(1, row.p()).mapToDouble(k -> k).toArray();
            String title = row.data() + String.format(Locale.ROOT, ", σ² = %.3g", row.noiseVariance());
            if (titles.add(title)) {
                chart.addSeries(
                        title, index, row.klNats().stream().mapToDouble(k -> k).toArray());
            }
        }
        Charts.save(chart, context.figures().resolve("kl.png"));
    }
}
