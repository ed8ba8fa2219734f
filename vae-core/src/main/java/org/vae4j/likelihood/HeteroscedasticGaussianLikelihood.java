package org.vae4j.likelihood;

import java.util.Optional;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonInclude;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.math.ExampleNoise;
import org.vae4j.math.NoiseRows;

/**
 * Independent Gaussian features whose mean m and log-variance v both come from the decoder, for every feature:
 * log p(x|m, v) = -Σ [½ (x - m)² e^-v + ½ (v + log 2π)].
 *
 * <p>The parameters are [m | v]. The gradient of -log p is (m - x) e^-v with respect to m and ½ - ½ (x - m)² e^-v with
 * respect to v.
 *
 * <p>The log-likelihood of a feature that is constant in the data grows without bound as v falls. Therefore σ = e^(v/2)
 * has a floor: a v below 2 log(minSigma) counts as 2 log(minSigma). The floor is hard, so it changes no bit of a
 * training that stays above it. Below the floor only gradients that raise v are passed, so v can recover.
 *
 * @param minSigma the smallest σ, finite and at least 0, in the unit of the data; 0 for no floor, as in models of
 *     version 0.1
 */
public record HeteroscedasticGaussianLikelihood(
        @JsonProperty("minSigma") @JsonInclude(JsonInclude.Include.NON_DEFAULT)
        double minSigma) implements Likelihood {

    /**
     * The default floor, about a twentieth of the standard deviation of rounding to 256 grey values, 1/(255 √12) =
     * 1.1e-3. No 8-bit image justifies a smaller σ.
     */
    public static final double DEFAULT_MIN_SIGMA = 5e-5;

    @JsonCreator
    public HeteroscedasticGaussianLikelihood {
        if (!(minSigma >= 0) || Double.isInfinite(minSigma)) {
            throw new IllegalArgumentException("found minSigma = " + minSigma + ", expected a finite number >= 0: try "
                    + DEFAULT_MIN_SIGMA + " for images in [0, 1]");
        }
    }

    /** A likelihood with the default floor, {@value #DEFAULT_MIN_SIGMA}. */
    public HeteroscedasticGaussianLikelihood() {
        this(DEFAULT_MIN_SIGMA);
    }

    /** The smallest log-variance, 2 log(minSigma); -∞ for none. */
    private double lowestLogVariance() {
        return 2 * Math.log(minSigma);
    }

    @Override
    public int parameterCount(int features) {
        return 2 * features;
    }

    @Override
    public int featureCount(int parameters) {
        return parameters / 2;
    }

    @Override
    public void evaluate(Kernels kernels, Matrix x, Matrix parameters, double[] negLogLikelihood, Matrix gradient) {
        kernels.heteroscedasticGaussian(x, parameters, lowestLogVariance(), negLogLikelihood, gradient);
    }

    @Override
    public void mean(Kernels kernels, Matrix parameters, Matrix mean) {
        kernels.copy(parameters.columns(0, mean.columns()), mean);
    }

    @Override
    public void sample(Kernels kernels, Matrix parameters, long seed, Matrix x) {
        double[] values = kernels.values(parameters);
        double[] noise = ExampleNoise.normal(seed, NoiseRows.ofExamples(0, x.rows()), x.columns());
        for (int i = 0; i < noise.length; i++) {
            values[i] += Math.exp(Math.max(values[noise.length + i], lowestLogVariance()) / 2) * noise[i];
        }
        kernels.write(values, x);
    }

    @Override
    public Optional<Nonlinearity> meanOfFirstParameter() {
        return Optional.of(Nonlinearity.IDENTITY);
    }

    @Override
    public String name() {
        return "gaussian_per_pixel";
    }
}
