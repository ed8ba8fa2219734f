package org.vae4j.likelihood;

import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;

/**
 * Independent Gaussian features with the mean from the decoder and the one σ that makes the batch most likely, σ² = the
 * mean of (x - m)² over the batch and its features (Rybkin, Daniilidis and Levine 2021, "Simple and effective VAE training
 * with calibrated decoders").
 *
 * <p>σ needs no gradient: at its optimum the derivative with respect to it is 0, so the gradient with respect to m is that
 * of a fixed σ. The value of one example depends on the others of its batch: train with it, then measure with
 * {@link GaussianLikelihood} and the σ found on training data, {@link #optimalSigma(Kernels, Matrix, Matrix)}.
 */
public record OptimalGaussianLikelihood() implements Likelihood {

    /** Far below one grey level, 1/255: where a perfect reconstruction of 8-bit images stops paying. */
    private static final double SMALLEST_SIGMA = 1e-4;

    /**
     * The σ of greatest likelihood.
     *
     * @param kernels what computes it
     * @param x {@code [examples, features]}
     * @param mean {@code [rows, features]}, rows a multiple of examples: row r belongs to example r mod examples
     * @return the root mean square of x - mean, at least 1e-4
     */
    public static double optimalSigma(Kernels kernels, Matrix x, Matrix mean) {
        double[] values = new double[x.length()];
        double[] m = new double[mean.length()];
        kernels.read(x, values);
        kernels.read(mean, m);
        double squares = 0;
        for (int i = 0; i < m.length; i++) {
            int row = i % mean.rows() % x.rows();
            double distance = values[i / mean.rows() * x.rows() + row] - m[i];
            squares += distance * distance;
        }
        return Math.max(SMALLEST_SIGMA, Math.sqrt(squares / m.length));
    }

    @Override
    public int parameterCount(int features) {
        return features;
    }

    @Override
    public int featureCount(int parameters) {
        return parameters;
    }

    @Override
    public void evaluate(Kernels kernels, Matrix x, Matrix parameters, double[] negLogLikelihood, Matrix gradient) {
        new GaussianLikelihood(optimalSigma(kernels, x, parameters))
                .evaluate(kernels, x, parameters, negLogLikelihood, gradient);
    }

    @Override
    public void mean(Kernels kernels, Matrix parameters, Matrix mean) {
        kernels.copy(parameters, mean);
    }

    /**
     * The mean itself: without data there is no σ.
     *
     * @param kernels what computes it
     * @param parameters {@code [rows, parameterCount]}
     * @param seed not used
     * @param x {@code [rows, features]}: overwritten
     */
    @Override
    public void sample(Kernels kernels, Matrix parameters, long seed, Matrix x) {
        mean(kernels, parameters, x);
    }

    @Override
    public String name() {
        return "gaussian-optimal";
    }
}
