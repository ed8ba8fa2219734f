package org.vae4j.experiment.study.linearvae;

import java.util.Arrays;
import java.util.List;
import org.vae4j.baseline.Pca;
import org.vae4j.baseline.linear.LinearVaeLoss;

/**
 * How one training of a linear VAE ended.
 *
 * @param data the name of the data
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
public record LinearVaeOutcome(
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
        boolean converged) {

    /** Above it a latent's KL counts as in use. */
    private static final double ACTIVE_NATS = 0.01;

    static LinearVaeOutcome of(LinearVaeTraining training) {
        LinearVaeLoss loss = training.problem().loss();
        double[] point = training.end().point();
        double noise = loss.noiseVariance(point);
        List<Double> kl = Arrays.stream(loss.klNats(point))
                .boxed()
                .sorted((a, b) -> Double.compare(b, a))
                .toList();
        int p = training.problem().exact().size();
        double[] variances = Pca.fit(training.problem().moments(), p).explainedVariance();
        // A learned σ² is below every variance it leaves to the latents, but for rounding.
        long expected =
                Arrays.stream(variances).filter(v -> v > noise * (1 + 1e-6)).count();
        return new LinearVaeOutcome(
                training.problem().data(),
                p,
                noise,
                loss.learnsNoise(),
                -training.end().value(),
                training.problem().logLikelihoodNats(),
                training.problem().logLikelihoodNats() + training.end().value(),
                (int) expected,
                (int) kl.stream().filter(k -> k > ACTIVE_NATS).count(),
                kl,
                training.end().iterations(),
                training.end().converged());
    }
}
