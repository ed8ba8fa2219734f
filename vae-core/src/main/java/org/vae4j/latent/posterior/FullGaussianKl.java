package org.vae4j.latent.posterior;

import org.vae4j.latent.ClosedKl;
import org.vae4j.latent.LatentRows;

/**
 * KL(N(μ, L Lᵀ) ‖ N(0, I)) = ½ (tr L Lᵀ + μᵀμ - latent) - Σ log Lⱼⱼ, as the sum over the dimensions of the chain rule:
 * dimension j has ½ (Σᵢ Lⱼᵢ² + μⱼ² - 1) - log Lⱼⱼ ≥ 0, the expectation of KL(q(zⱼ|z₁…zⱼ₋₁, x) ‖ N(0, 1)) over the
 * dimensions before it.
 *
 * <p>Its gradient is μⱼ for μⱼ, Lⱼᵢ for Lⱼᵢ, and ½ (Lⱼⱼ² - 1) for log Lⱼⱼ².
 */
final class FullGaussianKl implements ClosedKl {

    @Override
    public void evaluate(LatentRows latent) {
        int rows = latent.rows();
        int examples = latent.examples();
        int size = latent.size();
        double[] p = latent.parameters().values();
        double[] kl = latent.kl().values();
        for (int j = 0; j < size; j++) {
            for (int e = 0; e < examples; e++) {
                double mean = p[j * rows + e];
                double logVar = p[(size + j) * rows + e];
                double doubled = mean * mean + Math.exp(logVar) - logVar - 1;
                for (int i = 0; i < j; i++) {
                    double l = p[FullGaussianPosterior.factorColumn(size, j, i) * rows + e];
                    doubled += l * l;
                }
                kl[j * examples + e] = 0.5 * doubled;
            }
        }
    }

    @Override
    public void addGradient(LatentRows latent) {
        int rows = latent.rows();
        int examples = latent.examples();
        int size = latent.size();
        double[] p = latent.parameters().values();
        double[] target = latent.parameters().gradient();
        double[] weights = latent.kl().gradient();
        for (int j = 0; j < size; j++) {
            for (int r = 0; r < rows; r++) {
                double weight = weights[j * examples + r % examples] / latent.draws();
                int logVar = (size + j) * rows + r;
                target[j * rows + r] += weight * p[j * rows + r];
                target[logVar] += weight * 0.5 * Math.expm1(p[logVar]);
                for (int i = 0; i < j; i++) {
                    int l = FullGaussianPosterior.factorColumn(size, j, i) * rows + r;
                    target[l] += weight * p[l];
                }
            }
        }
    }
}
