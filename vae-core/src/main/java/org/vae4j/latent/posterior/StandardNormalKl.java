package org.vae4j.latent.posterior;

import org.vae4j.latent.ClosedKl;
import org.vae4j.latent.LatentRows;

/**
 * KL(N(μ, σ²) ‖ N(0, 1)) = ½ (μ² + σ² - log σ² - 1) of each dimension, computed once per example, whatever the number
 * of its draws. Its gradient is μ for μ, and ½ (σ² - 1) for log σ².
 */
final class StandardNormalKl implements ClosedKl {

    /** σ² of dimension j of example e at j · examples + e, from {@link #evaluate} for {@link #addGradient}. */
    private double[] variance = new double[0];

    @Override
    public void evaluate(LatentRows latent) {
        int rows = latent.rows();
        int examples = latent.examples();
        double[] parameters = latent.parameters().values();
        double[] kl = latent.kl().values();
        int half = rows * latent.size();
        variance = variance.length == kl.length ? variance : new double[kl.length];
        for (int j = 0; j < latent.size(); j++) {
            for (int e = 0; e < examples; e++) {
                double mean = parameters[j * rows + e];
                double logVar = parameters[half + j * rows + e];
                int i = j * examples + e;
                variance[i] = Math.exp(logVar);
                kl[i] = 0.5 * (mean * mean + variance[i] - logVar - 1);
            }
        }
    }

    @Override
    public void addGradient(LatentRows latent) {
        int rows = latent.rows();
        int examples = latent.examples();
        double[] parameters = latent.parameters().values();
        double[] gradient = latent.parameters().gradient();
        double[] weights = latent.kl().gradient();
        double share = 1.0 / latent.draws();
        int half = rows * latent.size();
        for (int j = 0; j < latent.size(); j++) {
            for (int e = 0; e < examples; e++) {
                double weight = share * weights[j * examples + e];
                int first = j * rows + e;
                double toMean = weight * parameters[first];
                double toLogVar = weight * 0.5 * (variance[j * examples + e] - 1);
                for (int i = first; i < (j + 1) * rows; i += examples) {
                    gradient[i] += toMean;
                    gradient[half + i] += toLogVar;
                }
            }
        }
    }
}
