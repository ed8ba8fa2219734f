package org.vae4j.experiment.study.linearvae;

import java.io.IOException;
import java.util.List;
import org.vae4j.experiment.run.backend.Backend;
import org.vae4j.experiment.study.ComputedStudy;
import org.vae4j.experiment.study.OptionChecks;
import org.vae4j.experiment.study.StudyContext;
import org.vae4j.experiment.study.linear.Moments;
import org.vae4j.experiment.study.runner.StudyRunner;

/**
 * Shows that the ELBO of a trained linear VAE is the likelihood of probabilistic PCA, and that surplus latents
 * collapse.
 */
public final class LinearVaeStudy implements ComputedStudy<LinearVaeResults> {

    /**
     * The keys of the section {@code study}.
     *
     * @param latent the number of latent dimensions p
     * @param seeds the number of starts of the training with learned noise
     * @param maxIterations the largest number of iterations of each training
     * @param tolerance a training has converged when ‖gradient‖ is below this times max(1, ‖parameters‖)
     * @param fixedNoise σ² of further trainings with fixed noise, in units of the p-th largest variance
     * @param samples the number of draws of z for each example in the check of the network
     */
    public record Options(
            int latent, int seeds, int maxIterations, double tolerance, List<Double> fixedNoise, int samples) {

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
    public LinearVaeResults compute(StudyContext context) throws InterruptedException {
        Options options = context.options(Options.class);
        Backend.use(context.config().runtime());
        context.progress("reading the data", 0);
        return new LinearVaeComparison(options, Moments.open(context), context.seed()).results(steps(context));
    }

    private static LinearVaeComparison.Steps steps(StudyContext context) {
        return (what, fraction) -> {
            if (context.stopRequested()) {
                throw new InterruptedException("stopped between two trainings");
            }
            context.progress(what, fraction);
        };
    }

    @Override
    public void show(LinearVaeResults results, StudyContext context) throws IOException {
        context.result("data", results.data());
        context.result("onTest", results.onTest());
        context.result("trainings", results.outcomes());
        context.result("gapNats", results.gapNats());
        context.print(results.text());
        context.figure("gap.png", LinearVaeFigures.gaps(results.starts()));
        context.figure("kl.png", LinearVaeFigures.kl(results.outcomes()));
    }
}
