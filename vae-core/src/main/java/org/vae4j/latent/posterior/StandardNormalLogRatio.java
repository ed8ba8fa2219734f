package org.vae4j.latent.posterior;

import org.vae4j.latent.LatentRows;
import org.vae4j.latent.LogRatio;

/**
 * log p(z) - log q(z|x) = ½ Σ ((z - μ)²/σ² + log σ² - z²) for a diagonal Gaussian q and p = N(0, I), in which the
 * constants of the two densities cancel.
 *
 * <p>With pull = (z - μ)/σ², its gradient is pull - z for z, -pull for μ and -½ ((z - μ) pull - 1) for log σ².
 */
final class StandardNormalLogRatio implements LogRatio {

    /** 1/σ² of dimension j of example e at j · examples + e, from {@link #addTo} for {@link #addGradient}. */
    private double[] precision = new double[0];

    @Override
    public void addTo(LatentRows latent, double[] ratio) {
        int rows = latent.rows();
        int examples = latent.examples();
        double[] parameters = latent.parameters().values();
        double[] z = latent.z().values();
        int half = rows * latent.size();
        double[] doubled = new double[rows];
        precision = precision.length == examples * latent.size() ? precision : new double[examples * latent.size()];
        for (int j = 0; j < latent.size(); j++) {
            for (int e = 0; e < examples; e++) {
                double mean = parameters[j * rows + e];
                double logVar = parameters[half + j * rows + e];
                double inverse = 1 / Math.exp(logVar);
                precision[j * examples + e] = inverse;
                for (int r = e; r < rows; r += examples) {
                    double value = z[j * rows + r];
                    doubled[r] += (value - mean) * (value - mean) * inverse + logVar - value * value;
                }
            }
        }
        for (int r = 0; r < rows; r++) {
            ratio[r] += 0.5 * doubled[r];
        }
    }

    @Override
    public void addGradient(LatentRows latent, double[] path, double[] direct) {
        int rows = latent.rows();
        int examples = latent.examples();
        double[] parameters = latent.parameters().values();
        double[] gradient = latent.parameters().gradient();
        double[] z = latent.z().values();
        double[] zGradient = latent.z().gradient();
        int half = rows * latent.size();
        for (int j = 0; j < latent.size(); j++) {
            for (int r = 0; r < rows; r++) {
                int i = j * rows + r;
                double distance = z[i] - parameters[i];
                double pull = distance * precision[j * examples + r % examples];
                zGradient[i] += path[r] * (pull - z[i]);
                gradient[i] -= direct[r] * pull;
                gradient[half + i] -= direct[r] * 0.5 * (distance * pull - 1);
            }
        }
    }
}
