package org.vae4j.experiment.study.linear;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.knowm.xchart.XYChart;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.baseline.Covariance;
import org.vae4j.baseline.Pca;
import org.vae4j.baseline.SymmetricEigen;
import org.vae4j.data.ImageShape;
import org.vae4j.experiment.report.chart.Charts;
import org.vae4j.experiment.report.image.ImageSheet;
import org.vae4j.experiment.run.backend.Backend;
import org.vae4j.experiment.run.configured.ConfiguredData;
import org.vae4j.experiment.study.OptionChecks;
import org.vae4j.experiment.study.Study;
import org.vae4j.experiment.study.StudyContext;
import org.vae4j.experiment.study.runner.StudyRunner;
import org.vae4j.math.GaussianNoise;
import org.vae4j.math.Streams;

/** Linear autoencoders end at PCA's subspace and error; which of them shows its directions one by one. */
public final class PcaEquivalenceStudy implements Study {

    private static final int SHOWN = 8;

    /** A study. */
    public PcaEquivalenceStudy() {}

    /**
     * Its keys.
     *
     * @param latents p to try
     * @param seeds how many starts of each training
     * @param maxIterations of each training
     * @param tolerance it has converged when ‖gradient‖ is below this times max(1, ‖parameters‖)
     * @param penalty of the regularised variants, in units of the smallest variance kept
     * @param deepHidden sizes of the hidden layers of the deep autoencoder's encoder
     * @param deepEpochs of the deep autoencoder; 0: leave it out
     */
    public record Options(
            List<Integer> latents,
            int seeds,
            int maxIterations,
            double tolerance,
            double penalty,
            List<Integer> deepHidden,
            int deepEpochs) {

        /** Validates. */
        public Options {
            latents = List.copyOf(latents);
            deepHidden = List.copyOf(deepHidden);
            OptionChecks.require(!latents.isEmpty(), "latents", latents, "at least one");
            latents.forEach(p -> OptionChecks.between("latents", p, 1, 1000));
            deepHidden.forEach(size -> OptionChecks.between("deepHidden", size, 1, 10_000));
            OptionChecks.between("seeds", seeds, 1, 100);
            OptionChecks.between("maxIterations", maxIterations, 1, 1_000_000);
            OptionChecks.positive("tolerance", tolerance);
            OptionChecks.require(penalty > 0 && penalty < 0.55, "penalty", penalty, "a number above 0 and below 0.55");
            OptionChecks.between("deepEpochs", deepEpochs, 0, 1000);
        }
    }

    /**
     * Runs it.
     *
     * @param args options and {@code key=value} overrides
     */
    public static void main(String[] args) {
        StudyRunner.main(new PcaEquivalenceStudy(), args);
    }

    @Override
    public String name() {
        return "pca-equivalence";
    }

    @Override
    public String summary() {
        return "Linear autoencoders against PCA: same subspace, same error; who finds the directions";
    }

    @Override
    public String defaults() {
        return """
                data:
                  name: mnist            # lines where there is no MNIST
                study:
                  latents: [2, 8, 16, 32, 64]
                  seeds: 2               # starts of each training
                  maxIterations: 1500    # of each training, full-batch
                  tolerance: 1.0e-7      # of the gradient, relative to the parameters
                  penalty: 0.5           # of the regularised ones, in units of the smallest variance kept
                  deepHidden: [400, 200] # hidden layers of the deep autoencoder's encoder
                  deepEpochs: 3          # of the deep autoencoder; 0 leaves it out
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
        int features = data.split().train().shape().size();
        options.latents()
                .forEach(p ->
                        OptionChecks.require(p < features, "latents", p, "fewer than the " + features + " pixels"));
        Covariance train = Moments.of(data, data.split().train());
        Covariance test = Moments.of(data, data.split().test());
        LinearTraining training = new LinearTraining(train, test, options.maxIterations(), options.tolerance());
        context.result("data", data.split().train().name());

        int shown = options.latents().contains(16)
                ? 16
                : options.latents().get(options.latents().size() / 2);
        XYChart angles =
                Charts.lines("Towards PCA's subspace, p = " + shown, "iteration", "largest principal angle (rad)");
        angles.getStyler().setYAxisLogarithmic(true);
        List<VariantResult> worst = new ArrayList<>();
        List<VariantResult> runs = new ArrayList<>();
        Map<String, List<Double>> curves = new LinkedHashMap<>();
        ImageSheet sheet = sheet(data.split().train().imageShape());
        int total = options.latents().size() * Variant.values().length * options.seeds();
        for (int p : options.latents()) {
            Pca centred = Pca.fit(train, p);
            Pca aboutOrigin = Pca.fit(train.aboutOrigin(), p);
            add(curves, "PCA", pcaError(train, test, centred));
            if (p == shown) {
                addRow(sheet, centred.components());
            }
            for (Variant variant : Variant.values()) {
                Pca reference = variant == Variant.TIED_UNCENTRED ? aboutOrigin : centred;
                List<VariantResult> seeds = new ArrayList<>();
                for (int seed = 0; seed < options.seeds(); seed++) {
                    if (context.stopRequested()) {
                        throw new InterruptedException("stopped after " + runs.size() + " of " + total + " trainings");
                    }
                    context.progress(variant.label() + ", p = " + p, 0.9 * runs.size() / total);
                    LinearTraining.Trace trace = new LinearTraining.Trace();
                    LinearTraining.Trained trained =
                            training.train(variant, reference, options.penalty(), seedOf(context, seed), trace);
                    seeds.add(trained.result());
                    runs.add(trained.result());
                    if (p == shown && seed == 0) {
                        angles.addSeries(variant.label(), trace.iterations(), trace.angles());
                        addRow(sheet, shownBasis(variant, train, trained));
                        if (variant == Variant.TIED) {
                            check(context, data, train, trained, p);
                        }
                    }
                }
                VariantResult row = seeds.stream().reduce(VariantResult::worse).orElseThrow();
                worst.add(row);
                add(curves, variant.label(), row.testError());
            }
        }
        context.print(table(worst));
        context.result("variants", worst);
        context.result("runs", runs);
        deep(context, options, data, curves);
        context.result("testErrors", Map.of("latents", options.latents(), "meanSquaredError", curves));
        Charts.save(angles, context.figures().resolve("angles.png"));
        errorChart(context, options.latents(), curves);
        sheet.save(context.figures().resolve("basis.png"));
    }

    private static int seedOf(StudyContext context, int index) {
        return Math.toIntExact(Math.floorMod(context.seed(), 1_000_000L)) * 100 + index;
    }

    private static double pcaError(Covariance train, Covariance test, Pca pca) {
        Covariance shifted = Covariance.of(test.mean().subi(train.mean()), test.matrix(), test.count());
        INDArray u = pca.components();
        return LinearTraining.error(shifted, u, u.transpose(), new double[u.rows()]);
    }

    private static void add(Map<String, List<Double>> curves, String name, double value) {
        curves.computeIfAbsent(name, n -> new ArrayList<>()).add(value);
    }

    /** At a point far from the optimum, where the gradient is large, and at the end. */
    private static void check(
            StudyContext context, ConfiguredData data, Covariance train, LinearTraining.Trained trained, int p) {
        double[] end = trained.point();
        double[] start = GaussianNoise.draw(Streams.derive(context.seed(), "init"), end.length);
        for (int i = 0; i < start.length; i++) {
            start[i] *= Math.sqrt(1.0 / train.features());
        }
        NetworkCheck far = NetworkCheck.of(data, train, start, p);
        NetworkCheck there = NetworkCheck.of(data, train, end, p);
        context.result("networkOnAllExamples", Map.of("atRandomPoint", far, "atTheEnd", there));
        context.print(String.format(
                Locale.ROOT,
                "TiedLinearLayer on all %d examples: loss %.9f, by the moments %.9f; gradients differ by %.1e of their"
                        + " size%nat the end of training: loss %.9f, by the moments %.9f",
                train.count(),
                far.lossOnData(),
                far.lossOnMoments(),
                far.relativeGradientDifference(),
                there.lossOnData(),
                there.lossOnMoments()));
    }

    private static void deep(
            StudyContext context, Options options, ConfiguredData data, Map<String, List<Double>> curves)
            throws InterruptedException {
        if (options.deepEpochs() == 0) {
            return;
        }
        int done = 0;
        for (int p : options.latents()) {
            context.progress(
                    "deep autoencoder, p = " + p,
                    0.9 + 0.1 * done++ / options.latents().size());
            double error = DeepAutoencoder.testError(
                    data, options.deepHidden(), p, options.deepEpochs(), context::stopRequested);
            add(curves, "deep", error);
            context.print(String.format(
                    Locale.ROOT,
                    "p = %d: test error %.3f by PCA, %.3f by the deep autoencoder",
                    p,
                    curves.get("PCA").get(done - 1),
                    error));
        }
    }

    private static String table(List<VariantResult> rows) {
        StringBuilder text = new StringBuilder(String.format(
                "%-15s %3s %5s %9s %9s %9s %8s %8s %8s %8s%n",
                "variant", "p", "iter", "angle", "excess", "‖UᵀU-I‖", "columns", "best", "lat.cov", "dec.svd"));
        for (VariantResult r : rows) {
            text.append(String.format(
                    Locale.ROOT,
                    "%-15s %3d %5d %9.1e %9.1e %9.1e %8.5f %8.5f %8.5f %8.5f%s%n",
                    r.name(),
                    r.p(),
                    r.iterations(),
                    r.report().maxPrincipalAngleRad(),
                    r.report().relativeExcessError(),
                    r.report().orthonormalityDefect(),
                    r.report().columnsMinCos(),
                    r.report().columnsBestMatchMinCos(),
                    r.report().latentCovarianceMinCos(),
                    r.report().decoderSvdMinCos(),
                    r.converged() ? "" : "  not converged"));
        }
        return text.toString();
    }

    private static void errorChart(StudyContext context, List<Integer> latents, Map<String, List<Double>> curves)
            throws IOException {
        XYChart chart = Charts.lines("Reconstruction error on the test set", "p", "E‖x - x̂‖² (pixels from 0 to 1)");
        double[] x = latents.stream().mapToDouble(p -> p).toArray();
        for (String name : List.of("PCA", "tied", "untied", "tied-uncentred", "l2", "deep")) {
            if (curves.containsKey(name)) {
                chart.addSeries(
                        name, x, curves.get(name).stream().mapToDouble(v -> v).toArray());
            }
        }
        Charts.save(chart, context.figures().resolve("errors.png"));
    }

    /** What theory says shows the directions; the plain columns where it says that nothing does. */
    private static INDArray shownBasis(Variant variant, Covariance train, LinearTraining.Trained trained) {
        INDArray decoder = trained.decoder();
        return switch (variant) {
            case TIED, UNTIED, UNTIED_BIAS, TIED_UNCENTRED, NON_UNIFORM_L2 -> decoder;
            case ORTHONORMAL -> {
                INDArray code = trained.encoder().mmul(train.matrix()).mmul(decoder);
                yield decoder.mmul(
                        SymmetricEigen.of(code.add(code.transpose()).divi(2)).vectors());
            }
            case L2 ->
                decoder.mmul(
                        SymmetricEigen.of(decoder.transpose().mmul(decoder)).vectors());
        };
    }

    private static ImageSheet sheet(ImageShape shape) {
        return new ImageSheet(shape.channels(), shape.height(), shape.width())
                .columns(SHOWN)
                .scale(2);
    }

    /** The first directions as images: 0 is grey; the sign is that of the largest entry. */
    private static void addRow(ImageSheet sheet, INDArray basis) {
        for (int j = 0; j < SHOWN; j++) {
            double[] column = basis.getColumn(Math.min(j, basis.columns() - 1)).toDoubleVector();
            double extreme = 0;
            for (double value : column) {
                extreme = Math.abs(value) > Math.abs(extreme) ? value : extreme;
            }
            float[] pixels = new float[column.length];
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] = (float) (0.5 + 0.5 * column[i] / extreme);
            }
            sheet.add(pixels);
        }
    }
}
