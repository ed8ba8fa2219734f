package org.vae4j.objective;

import java.util.Arrays;

/** KL(q(z|x) ‖ N(0, I)) of a batch, and what it is made of: worked out once an example, whatever its draws. */
final class PosteriorKl {

    private final int examples;
    private final double[] variance;

    private PosteriorKl(int examples, int latent) {
        this.examples = examples;
        this.variance = new double[examples * latent];
    }

    /** Writes the KL terms of the batch: ½ (μ² + σ² - log σ² - 1) of each dimension. */
    static PosteriorKl of(LatentBatch batch) {
        int rows = batch.rows();
        int examples = batch.examples();
        PosteriorKl result = new PosteriorKl(examples, batch.latent());
        Arrays.fill(batch.kl, 0);
        for (int j = 0; j < batch.latent(); j++) {
            double sum = 0;
            for (int e = 0; e < examples; e++) {
                double mean = batch.mean[j * rows + e];
                double logVar = batch.logVar[j * rows + e];
                double variance = Math.exp(logVar);
                double kl = 0.5 * (mean * mean + variance - logVar - 1);
                result.variance[j * examples + e] = variance;
                batch.kl[e] += kl;
                sum += kl;
            }
            batch.klPerDimension[j] = sum / examples;
        }
        batch.repeatFirstDraw(batch.kl);
        return result;
    }

    /** σ² of one dimension of one example. */
    double variance(int dimension, int example) {
        return variance[dimension * examples + example];
    }
}
