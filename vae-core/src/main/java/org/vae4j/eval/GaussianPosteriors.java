package org.vae4j.eval;

import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;
import org.vae4j.model.Posterior;

/**
 * Diagonal Gaussian posteriors of a few examples, as arrays in double precision stored column by column: dimension j of
 * example i is at j · examples + i. The arrays are public because estimators read them in their innermost loops; nobody
 * writes to them after construction.
 */
public final class GaussianPosteriors {

    /** For σ / |z| above this, rounding z to a float changes log q(z|x) by less than 4e-8 nats on average. */
    private static final double RESOLVED = 0x1p-13;

    public final int examples;
    public final int latent;
    public final double[] mean;
    public final double[] logVar;
    private final DataType type;

    /** Creates N(0, I) for each example. */
    public GaussianPosteriors(int examples, int latent) {
        this(examples, latent, DataType.DOUBLE);
    }

    private GaussianPosteriors(int examples, int latent, DataType type) {
        this.type = type;
        this.examples = examples;
        this.latent = latent;
        this.mean = new double[examples * latent];
        this.logVar = new double[examples * latent];
    }

    /** Copies the means and log-variances of a model's posteriors. */
    public static GaussianPosteriors of(Posterior posterior) {
        Matrix mean = Matrix.of(posterior.mean());
        Matrix logVar = Matrix.of(posterior.logVar());
        GaussianPosteriors result = new GaussianPosteriors(mean.rows(), mean.columns(), mean.type());
        Kernels kernels = Kernels.of(mean.type());
        kernels.read(mean, result.mean);
        kernels.read(logVar, result.logVar);
        return result;
    }

    /**
     * Turns noise ε into latents z = μ + σ ε, in place, and returns log p(z) - log q(z|x) = ½ Σ (ε² + log σ² - z²) of
     * each row, where p is N(0, I). Row s · examples + i is sample s of example i.
     *
     * <p>A decoder in single precision sees z rounded to floats. Where σ is so small relative to z that the rounding
     * matters, both densities are taken at the rounded z, as in training, because a weight must refer to a single z.
     */
    public double[] place(double[] noise, int samplesAtOnce) {
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
                    if (sigma < RESOLVED * Math.abs(z) && type == DataType.FLOAT) {
                        z = (float) z;
                        epsilon = (z - m) / sigma;
                    }
                    noise[j * rows + r] = z;
                    logRatio[r] += 0.5 * (epsilon * epsilon + v - z * z);
                }
            }
        }
        return logRatio;
    }
}
