package org.vae4j.experiment.study.linearvae;

import java.util.Arrays;
import java.util.List;
import org.vae4j.baseline.Pca;
import org.vae4j.baseline.linear.LinearVaeLoss;

/**
 * The end of one training of a linear VAE, beside the best model.
 *
 * @param data the name of the data
 * @param p latent dimensions
 * @param noiseVariance σ² at the end
 * @param noiseLearned whether σ² was learned
 * @param elboNats the mean ELBO over the training set at the end
 * @param logLikelihoodNats the exact mean log-likelihood of the best model with the same p and, where fixed, σ²
 * @param gapNats log-likelihood minus ELBO, at least 0
 * @param activeExpected the number of variances of the data above σ², at most p
 * @param activeFound the number of latents with a KL above 0.01 nats
 * @param klNats the KL of each latent, in descending order
 * @param iterations the number of iterations
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

    /** A latent is active if its KL is above this number of nats. */
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
        // A learned σ² may equal a variance but for rounding.
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
