package org.vae4j.likelihood;

import java.util.Arrays;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;

/**
 * Independent Gaussian features with the mean from the decoder and the σ that makes the batch most probable:
 * σ² = the mean of (x - m)² over the batch's examples and features (Rybkin, Daniilidis and Levine 2021, "Simple and
 * effective VAE training with calibrated decoders", eq. 7).
 *
 * <p>Then -log p(x|m) = ½ Σ (x - m)²/σ² + ½ d log 2πσ², in the mean over the batch ½ d (1 + log 2πσ²), and as σ² is at its
 * optimum its own dependence on m drops out of the gradient, (m - x)/σ². Values depend on the batch that an example is
 * in: compare likelihoods of models with a σ that they own. A perfect reconstruction has σ = 0, which is kept at
 * {@value #MIN_SIGMA}.
 */
public record OptimalGaussianLikelihood() implements Likelihood {

    /** The smallest σ. */
    public static final double MIN_SIGMA = 1e-4;

    private static final double LOG_TWO_PI = Math.log(2 * Math.PI);

    @Override
    public boolean perExample() {
        return false;
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
    public boolean dependsOnBatch() {
        return true;
    }

    @Override
    public void evaluate(Kernels kernels, Matrix x, Matrix parameters, double[] negLogLikelihood, Matrix gradient) {
        kernels.gaussian(x, parameters, 0, negLogLikelihood, gradient);
        double halfSquares =
                Arrays.stream(negLogLikelihood, 0, parameters.rows()).sum() - parameters.length() * LOG_TWO_PI / 2;
        double variance = Math.max(2 * halfSquares / parameters.length(), MIN_SIGMA * MIN_SIGMA);
        kernels.gaussian(x, parameters, Math.log(variance), negLogLikelihood, gradient);
    }

    @Override
    public void mean(Kernels kernels, Matrix parameters, Matrix mean) {
        kernels.copy(parameters, mean);
    }

    /** The mean: a batch of latents has no σ, only a batch of examples has. */
    @Override
    public void sample(Kernels kernels, Matrix parameters, long seed, Matrix x) {
        mean(kernels, parameters, x);
    }

    @Override
    public String name() {
        return "gaussian-optimal";
    }
}
