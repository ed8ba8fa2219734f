package org.vae4j.experiment.study.sigma;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.CategoryChart;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.experiment.report.chart.Charts;
import org.vae4j.experiment.report.image.ImageSheet;
import org.vae4j.experiment.run.backend.Backend;
import org.vae4j.experiment.study.OptionChecks;
import org.vae4j.experiment.study.Study;
import org.vae4j.experiment.study.StudyContext;
import org.vae4j.experiment.study.runner.StudyRunner;
import org.vae4j.math.Streams;

/** What the σ of a Gaussian likelihood does to the balance of reconstruction and KL, on images of known noise. */
public final class GaussianSigmaStudy implements Study {

    private static final int SHOWN = 12;

    /** A study. */
    public GaussianSigmaStudy() {}

    /**
     * Its keys.
     *
     * @param noise standard deviation of the noise in the images, in units of white = 1
     * @param fixed standard deviations of the likelihood to try
     * @param train images
     * @param test images
     * @param batch images per batch
     * @param hidden units in the hidden layer of encoder and decoder
     * @param latent dimensions of z
     * @param epochs of training
     * @param learningRate of Adam
     */
    public record Options(
            double noise,
            List<Double> fixed,
            int train,
            int test,
            int batch,
            int hidden,
            int latent,
            int epochs,
            double learningRate) {

        /**
         * Validates.
         *
         * @param noise standard deviation of the noise in the images, in units of white = 1
         * @param fixed standard deviations of the likelihood to try
         * @param train images
         * @param test images
         * @param batch images per batch
         * @param hidden units in the hidden layer of encoder and decoder
         * @param latent dimensions of z
         * @param epochs of training
         * @param learningRate of Adam
         */
        public Options {
            OptionChecks.positive("noise", noise);
            fixed = List.copyOf(fixed);
            fixed.forEach(sigma -> OptionChecks.positive("fixed", sigma));
            OptionChecks.between("batch", batch, 1, 1000);
            OptionChecks.between("train", train, batch, 100_000);
            OptionChecks.between("test", test, Math.max(batch, SHOWN), 100_000);
            OptionChecks.between("hidden", hidden, 1, 5000);
            OptionChecks.between("latent", latent, 1, 500);
            OptionChecks.between("epochs", epochs, 1, 10_000);
            OptionChecks.positive("learningRate", learningRate);
        }
    }

    /**
     * Runs it.
     *
     * @param args options and {@code key=value} overrides
     */
    public static void main(String[] args) {
        StudyRunner.main(new GaussianSigmaStudy(), args);
    }

    @Override
    public String name() {
        return "gaussian-sigma";
    }

    @Override
    public String summary() {
        return "The sigma of a Gaussian likelihood sets reconstruction against KL: fixed, optimal, learned";
    }

    @Override
    public String defaults() {
        return """
                study:
                  noise: 0.1            # standard deviation of the noise in the images, white = 1
                  fixed: [1.0, 0.70710678, 0.3, 0.1, 0.03]   # sigmas to try; sqrt(1/2) is squared error + KL
                  train: 3000           # images
                  test: 1000            # images
                  batch: 50             # images per batch
                  hidden: 128           # units in the hidden layer of encoder and decoder
                  latent: 10            # dimensions of z
                  epochs: 20
                  learningRate: 0.004   # of Adam
                """;
    }

    @Override
    public Class<? extends Record> options() {
        return Options.class;
    }

    @Override
    public void run(StudyContext context) throws IOException {
        Options options = context.options(Options.class);
        Backend.use(context.config().runtime());
        NoisyLines train = new NoisyLines(
                options.train(), options.batch(), options.noise(), Streams.derive(context.seed(), "train"));
        NoisyLines test = new NoisyLines(
                options.test(), options.batch(), options.noise(), Streams.derive(context.seed(), "test"));
        SigmaTrial.Network network =
                new SigmaTrial.Network(options.hidden(), options.latent(), options.epochs(), options.learningRate());
        List<SigmaChoice> choices = SigmaChoice.all(options.fixed());
        List<SigmaTrial> trials = new ArrayList<>();
        for (SigmaChoice choice : choices) {
            context.progress("sigma " + choice.name(), trials.size() / (double) choices.size());
            trials.add(SigmaTrial.of(choice, train, test, network, context.seed()));
        }
        List<SigmaResult> results = trials.stream().map(SigmaTrial::result).toList();
        context.print(table(results, options.noise()));
        context.result("noise", options.noise());
        context.result("choices", results.stream().map(GaussianSigmaStudy::row).toList());
        bars(context, results, "KL: what the latents are told", "KL (nats per image)", "kl.png", SigmaResult::klNats);
        bars(
                context,
                results,
                "Reconstruction: noise is " + options.noise(),
                "root mean square error per pixel",
                "error.png",
                SigmaResult::rootMeanSquareError);
        bars(
                context,
                results,
                "Negative ELBO (lower is better)",
                "negative ELBO (nats per image)",
                "neg-elbo.png",
                SigmaResult::negElboNats);
        sheet(context, trials, test);
    }

    private static Map<String, Object> row(SigmaResult r) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("choice", r.choice());
        row.put("sigma", r.sigma());
        row.put("negReconstructionNats", r.negReconstructionNats());
        row.put("klNats", r.klNats());
        row.put("negElboNats", r.negElboNats());
        row.put("rootMeanSquareError", r.rootMeanSquareError());
        row.put("activeLatents", r.activeLatents());
        return row;
    }

    private static String table(List<SigmaResult> results, double noise) {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "test images, nats per image; the noise in the images has a standard deviation of %.3g%n%n",
                noise));
        text.append(String.format(
                "%-14s %8s %16s %8s %13s %8s %7s%n",
                "sigma", "value", "-E log p(x|z)", "KL", "negative ELBO", "rmse", "active"));
        for (SigmaResult r : results) {
            text.append(String.format(
                    Locale.ROOT,
                    "%-14s %8.4f %16.2f %8.2f %13.2f %8.4f %7d%n",
                    r.choice(),
                    r.sigma(),
                    r.negReconstructionNats(),
                    r.klNats(),
                    r.negElboNats(),
                    r.rootMeanSquareError(),
                    r.activeLatents()));
        }
        return text.toString();
    }

    private static void bars(
            StudyContext context,
            List<SigmaResult> results,
            String title,
            String label,
            String file,
            ToDoubleFunction<SigmaResult> value)
            throws IOException {
        CategoryChart chart = Charts.bars(title, "sigma of the likelihood", label);
        chart.addSeries(
                label,
                results.stream().map(SigmaResult::choice).toList(),
                results.stream().map(value::applyAsDouble).toList());
        chart.getStyler().setLegendVisible(false);
        Charts.save(chart, context.figures().resolve(file));
    }

    /** Test images above, then what each choice makes of them. */
    private static void sheet(StudyContext context, List<SigmaTrial> trials, NoisyLines test) throws IOException {
        ImageSheet sheet = new ImageSheet(1, NoisyLines.SHAPE.height(), NoisyLines.SHAPE.width())
                .columns(SHOWN)
                .scale(3);
        INDArray x = test.batches().get(0);
        addRow(sheet, x);
        for (SigmaTrial trial : trials) {
            addRow(sheet, trial.model().reconstruct(x));
        }
        sheet.save(context.figures().resolve("reconstructions.png"));
    }

    private static void addRow(ImageSheet sheet, INDArray images) {
        for (int i = 0; i < SHOWN; i++) {
            sheet.add(images.getRow(i).dup().toFloatVector());
        }
    }
}
