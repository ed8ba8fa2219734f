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
 * Independent Gaussian features with mean m and log-variance v of every feature from the decoder:
 * log p(x|m, v) = -Σ ½ (x - m)² e^-v + ½ (v + log 2π).
 *
 * <p>The parameters are [m | v]. The log-likelihood of a feature that is constant in the data grows without bound as v
 * falls, so σ = e^(v/2) has a floor: a v below 2 log(minSigma) counts as 2 log(minSigma). The floor is a hard one
 * because it then changes no bit of a training that stays above it. Below it, only a gradient that leads back over it
 * is passed, so that such a v can recover.
 *
 * @param minSigma the smallest σ, finite and at least 0, in the unit of the data; 0 for no floor, as in models of
 *     version 0.1
 */
public record HeteroscedasticGaussianLikelihood(
        @JsonProperty("minSigma") @JsonInclude(JsonInclude.Include.NON_DEFAULT)
        double minSigma) implements Likelihood {

    /**
     * The default floor: about a twentieth of the standard deviation that rounding to one of 256 grey values leaves,
     * and so below every σ that 8-bit images have a reason for.
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

    /** 2 log σ of the floor; -∞ for none. */
    private double floor() {
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
        kernels.heteroscedasticGaussian(x, parameters, floor(), negLogLikelihood, gradient);
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
            values[i] += Math.exp(Math.max(values[noise.length + i], floor()) / 2) * noise[i];
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
