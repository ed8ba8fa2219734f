package org.vae4j.experiment.study.sigma;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.vae4j.experiment.run.backend.Backend;
import org.vae4j.experiment.study.ComputedStudy;
import org.vae4j.experiment.study.OptionChecks;
import org.vae4j.experiment.study.StudyContext;
import org.vae4j.experiment.study.runner.StudyRunner;
import org.vae4j.math.Streams;

/** Shows how the σ of a Gaussian likelihood balances reconstruction and KL, on images of known noise. */
public final class GaussianSigmaStudy implements ComputedStudy<SigmaResults> {

    /**
     * The keys of the section {@code study}.
     *
     * @param noise standard deviation of the noise in the images, in units of white = 1
     * @param fixed standard deviations of the likelihood to try
     * @param train the number of training images, a multiple of the batch size
     * @param test the number of test images, a multiple of the batch size
     * @param batch images per batch
     * @param hidden units in the hidden layer of encoder and decoder
     * @param latent dimensions of z
     * @param epochs passes over the training images
     * @param learningRate the step size of Adam
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

        public Options {
            OptionChecks.positive("noise", noise);
            fixed = List.copyOf(fixed);
            fixed.forEach(sigma -> OptionChecks.positive("fixed", sigma));
            OptionChecks.between("batch", batch, 1, 1000);
            OptionChecks.between("train", train, batch, 100_000);
            OptionChecks.between("test", test, Math.max(batch, SigmaFigures.SHOWN), 100_000);
            requireWholeBatches("train", train, batch);
            requireWholeBatches("test", test, batch);
            OptionChecks.between("hidden", hidden, 1, 5000);
            OptionChecks.between("latent", latent, 1, 500);
            OptionChecks.between("epochs", epochs, 1, 10_000);
            OptionChecks.positive("learningRate", learningRate);
        }

        private static void requireWholeBatches(String key, int images, int batch) {
            OptionChecks.require(images % batch == 0, key, images, "a multiple of batch, which is " + batch);
        }
    }

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
    public SigmaResults compute(StudyContext context) {
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
        return new SigmaResults(options.noise(), test, trials);
    }

    @Override
    public void show(SigmaResults results, StudyContext context) throws IOException {
        context.print(results.text());
        context.result("noise", results.noise());
        context.result(
                "choices",
                results.choices().stream().map(GaussianSigmaStudy::row).toList());
        SigmaFigures figures = new SigmaFigures(results.choices());
        context.figure("kl.png", figures.kl());
        context.figure("error.png", figures.error(results.noise()));
        context.figure("neg-elbo.png", figures.negElbo());
        context.figure("reconstructions.png", SigmaFigures.reconstructions(results.trials(), results.test()));
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
}
