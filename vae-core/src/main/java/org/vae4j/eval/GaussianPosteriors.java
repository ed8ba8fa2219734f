package org.vae4j.eval;

import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;
import org.vae4j.model.Posterior;

/**
 * The posteriors of a few examples as plain numbers, column by column: dimension j of example i is at j · examples + i.
 */
public final class GaussianPosteriors {

    /** Where σ is larger than this beside |z|, rounding z to a float changes log q(z|x) by 4e-8 nats in the mean. */
    private static final double RESOLVED = 0x1p-13;

    public final int examples;
    public final int latent;
    public final double[] mean;
    public final double[] logVar;
    private final DataType type;

    /** The prior N(0, I), in place of each example's posterior. */
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
     * Turns noise into latents, in place, and returns log p(z) - log q(z|x) = ½ Σ ε² + log σ² - z² of each.
     * Row s · examples + i is sample s of example i.
     *
     * <p>A decoder of floats sees z rounded. Where σ is so small beside z that the rounding matters, both densities are
     * taken at the z that it sees, as in training: a weight is of one z, and beside a narrow likelihood the other would
     * be noise.
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
