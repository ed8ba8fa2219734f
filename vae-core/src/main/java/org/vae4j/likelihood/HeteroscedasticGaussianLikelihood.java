package org.vae4j.likelihood;

import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;
import org.vae4j.math.ExampleNoise;
import org.vae4j.math.NoiseRows;

/**
 * Independent Gaussian features with mean m and log-variance v of every feature from the decoder:
 * log p(x|m, v) = -Σ ½ (x - m)² e^-v + ½ (v + log 2π).
 *
 * <p>The parameters are [m | v]. Unbounded: a feature that is constant in the data lets v fall for ever.
 */
public record HeteroscedasticGaussianLikelihood() implements Likelihood {

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
        kernels.heteroscedasticGaussian(x, parameters, negLogLikelihood, gradient);
    }

    @Override
    public void mean(Kernels kernels, Matrix parameters, Matrix mean) {
        kernels.copy(parameters.columns(0, mean.columns()), mean);
    }

    @Override
    public void sample(Kernels kernels, Matrix parameters, long seed, Matrix x) {
        double[] values = new double[parameters.length()];
        kernels.read(parameters, values);
        double[] noise = ExampleNoise.normal(seed, NoiseRows.ofExamples(0, x.rows()), x.columns());
        for (int i = 0; i < noise.length; i++) {
            values[i] += Math.exp(values[noise.length + i] / 2) * noise[i];
        }
        kernels.write(values, x);
    }

    @Override
    public String name() {
        return "gaussian-per-pixel";
    }
}
