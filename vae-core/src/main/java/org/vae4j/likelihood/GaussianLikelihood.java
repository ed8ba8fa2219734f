package org.vae4j.likelihood;

import java.util.Optional;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.math.ExampleNoise;
import org.vae4j.math.NoiseRows;

/**
 * Independent Gaussian features with the mean m from the decoder and one given σ: log p(x|m) = -Σ [½ (x - m)²/σ² + ½
 * log 2πσ²]. The gradient of -log p with respect to m is (m - x)/σ².
 *
 * <p>With σ² = ½ and d features -log p is the squared error ‖x - m‖² up to the constant (d/2) log π.
 *
 * @param sigma standard deviation, finite and &gt; 0, in the unit of the data
 */
public record GaussianLikelihood(@JsonProperty("sigma") double sigma) implements Likelihood {

    @JsonCreator
    public GaussianLikelihood {
        if (!(sigma > 0) || Double.isInfinite(sigma)) {
            throw new IllegalArgumentException(
                    "found sigma = " + sigma + ", expected a finite number > 0: try 0.1 for images in [0, 1]");
        }
    }

    /** A likelihood with σ = 1. */
    public GaussianLikelihood() {
        this(1);
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
        kernels.gaussian(x, parameters, 2 * Math.log(sigma), negLogLikelihood, gradient);
    }

    @Override
    public void mean(Kernels kernels, Matrix parameters, Matrix mean) {
        kernels.copy(parameters, mean);
    }

    @Override
    public void sample(Kernels kernels, Matrix parameters, long seed, Matrix x) {
        double[] mean = new double[x.length()];
        kernels.read(parameters, mean);
        double[] noise = ExampleNoise.normal(seed, NoiseRows.ofExamples(0, x.rows()), x.columns());
        for (int i = 0; i < mean.length; i++) {
            mean[i] += sigma * noise[i];
        }
        kernels.write(mean, x);
    }

    @Override
    public Optional<Nonlinearity> meanOfFirstParameter() {
        return Optional.of(Nonlinearity.IDENTITY);
    }

    @Override
    public String name() {
        return "gaussian";
    }
}
