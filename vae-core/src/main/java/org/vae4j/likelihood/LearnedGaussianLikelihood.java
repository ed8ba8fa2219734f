package org.vae4j.likelihood;

import java.util.Optional;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.math.ExampleNoise;
import org.vae4j.math.NoiseRows;
import org.vae4j.math.StableMath;

/**
 * Independent Gaussian features with the mean m from the decoder and one learned log-variance v for all features and
 * examples: log p(x|m, v) = -½ e^-v Σ (x - m)² - ½ d (v + log 2π).
 *
 * <p>The parameters are [m | v] with d + 1 columns, the last of which has the same value in every row. The gradient of
 * -log p is (m - x) e^-v with respect to m and ½ d - ½ e^-v Σ (x - m)² with respect to v.
 */
public record LearnedGaussianLikelihood() implements Likelihood {

    @Override
    public int parameterCount(int features) {
        return features + 1;
    }

    @Override
    public int sharedParameterCount() {
        return 1;
    }

    @Override
    public int featureCount(int parameters) {
        return parameters - 1;
    }

    @Override
    public void evaluate(Kernels kernels, Matrix x, Matrix parameters, double[] negLogLikelihood, Matrix gradient) {
        int d = x.columns();
        double logVar = logVariance(kernels, parameters);
        kernels.gaussian(x, parameters.columns(0, d), logVar, negLogLikelihood, gradient.columns(0, d));
        double[] gradLogVar = new double[parameters.rows()];
        for (int r = 0; r < gradLogVar.length; r++) {
            // The kernel's value less its constants is ½ e^-v Σ (x - m)².
            double halfSquares = negLogLikelihood[r] - d * (logVar + StableMath.LOG_TWO_PI) / 2;
            gradLogVar[r] = d / 2.0 - halfSquares;
        }
        kernels.write(gradLogVar, gradient.columns(d, d + 1));
    }

    private static double logVariance(Kernels kernels, Matrix parameters) {
        int d = parameters.columns() - 1;
        double[] column = new double[parameters.rows()];
        kernels.read(parameters.columns(d, d + 1), column);
        return column[0];
    }

    @Override
    public void mean(Kernels kernels, Matrix parameters, Matrix mean) {
        kernels.copy(parameters.columns(0, mean.columns()), mean);
    }

    @Override
    public void sample(Kernels kernels, Matrix parameters, long seed, Matrix x) {
        double sigma = Math.exp(logVariance(kernels, parameters) / 2);
        double[] values = new double[x.length()];
        kernels.read(parameters.columns(0, x.columns()), values);
        double[] noise = ExampleNoise.normal(seed, NoiseRows.ofExamples(0, x.rows()), x.columns());
        for (int i = 0; i < values.length; i++) {
            values[i] += sigma * noise[i];
        }
        kernels.write(values, x);
    }

    @Override
    public Optional<Nonlinearity> meanOfFirstParameter() {
        return Optional.of(Nonlinearity.IDENTITY);
    }

    @Override
    public String name() {
        return "gaussian_learned";
    }
}
