package org.vae4j.eval;

import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;
import org.vae4j.model.Posterior;

/** The posteriors of a few examples as plain numbers, column by column: dimension j of example i is at j · examples + i. */
final class GaussianPosteriors {

    final int examples;
    final int latent;
    final double[] mean;
    final double[] logVar;

    /** The prior N(0, I), in place of each example's posterior. */
    GaussianPosteriors(int examples, int latent) {
        this.examples = examples;
        this.latent = latent;
        this.mean = new double[examples * latent];
        this.logVar = new double[examples * latent];
    }

    static GaussianPosteriors of(Posterior posterior) {
        Matrix mean = Matrix.of(posterior.mean());
        Matrix logVar = Matrix.of(posterior.logVar());
        GaussianPosteriors result = new GaussianPosteriors(mean.rows(), mean.columns());
        Kernels kernels = Kernels.of(mean.type());
        kernels.read(mean, result.mean);
        kernels.read(logVar, result.logVar);
        return result;
    }

    /**
     * Turns noise into latents, in place, and returns log p(z) - log q(z|x) = ½ Σ ε² + log σ² - z² of each.
     * Row s · examples + i is sample s of example i.
     */
    double[] place(double[] noise, int samplesAtOnce) {
        int rows = samplesAtOnce * examples;
        double[] logRatio = new double[rows];
        for (int j = 0; j < latent; j++) {
            for (int i = 0; i < examples; i++) {
                double m = mean[j * examples + i];
                double v = logVar[j * examples + i];
                double sigma = Math.exp(v / 2);
                for (int r = i; r < rows; r += examples) {
                    double epsilon = noise[j * rows + r];
                    double z = m + sigma * epsilon;
                    noise[j * rows + r] = z;
                    logRatio[r] += 0.5 * (epsilon * epsilon + v - z * z);
                }
            }
        }
        return logRatio;
    }
}
