package org.vae4j.experiment.study.linear;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.vae4j.experiment.run.backend.Backend;
import org.vae4j.experiment.run.configured.ConfiguredData;
import org.vae4j.experiment.study.ComputedStudy;
import org.vae4j.experiment.study.OptionChecks;
import org.vae4j.experiment.study.StudyContext;
import org.vae4j.experiment.study.runner.StudyRunner;

/**
 * Shows that linear autoencoders reach PCA's subspace and error, and which of them recover its directions one by one.
 */
public final class PcaEquivalenceStudy implements ComputedStudy<PcaEquivalence> {

    /**
     * The keys of the section {@code study}.
     *
     * @param latents the numbers of latent dimensions to compare
     * @param seeds the number of starts of each training
     * @param maxIterations the largest number of iterations of each training
     * @param tolerance a training has converged when ‖gradient‖ is below this times max(1, ‖parameters‖)
     * @param penalty the penalty of the regularised variants, in units of the smallest variance kept
     * @param deepHidden sizes of the hidden layers of the deep autoencoder's encoder
     * @param deepEpochs epochs of the deep autoencoder; 0 leaves it out
     */
    public record Options(
            List<Integer> latents,
            int seeds,
            int maxIterations,
            double tolerance,
            double penalty,
            List<Integer> deepHidden,
            int deepEpochs) {

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
                  deepEpochs: 20         # of the deep autoencoder; 0 leaves it out
                """;
    }

    @Override
    public Class<? extends Record> options() {
        return Options.class;
    }

    @Override
    public PcaEquivalence compute(StudyContext context) throws InterruptedException {
        Options options = context.options(Options.class);
        Backend.use(context.config().runtime());
        context.progress("reading the data", 0);
        ConfiguredData data = Moments.open(context);
        int features = data.split().train().shape().size();
        options.latents()
                .forEach(p ->
                        OptionChecks.require(p < features, "latents", p, "fewer than the " + features + " pixels"));
        return new PcaComparison(options, data, context).results();
    }

    @Override
    public void show(PcaEquivalence results, StudyContext context) throws IOException {
        context.result("data", results.data());
        context.result(
                "networkOnAllExamples",
                Map.of(
                        "atRandomPoint",
                        results.network().start(),
                        "atTheEnd",
                        results.network().end()));
        context.print(results.text());
        context.result("variants", results.worst());
        context.result("runs", results.runs());
        context.result("testErrors", Map.of("latents", results.latents(), "meanSquaredError", results.testErrors()));
        context.figure("angles.png", PcaFigures.angles(results));
        context.figure("errors.png", PcaFigures.errors(results));
        context.figure("basis.png", PcaFigures.basis(results));
    }
}
