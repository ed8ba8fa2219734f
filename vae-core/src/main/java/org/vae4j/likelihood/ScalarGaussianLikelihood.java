package org.vae4j.likelihood;

import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;
import org.vae4j.math.GaussianNoise;
import org.vae4j.math.StableMath;

/**
 * Independent Gaussian features with the mean m of every feature and one log-variance v for the whole example from the
 * decoder: log p(x|m, v) = -½ e^-v Σ (x - m)² - (d/2)(v + log 2π).
 *
 * <p>The parameters are [m | v]. Between one σ for all data and one for every feature: it cannot be ruined by a feature
 * that is constant in the data.
 */
public record ScalarGaussianLikelihood() implements Likelihood {

    @Override
    public int parameterCount(int features) {
        return features + 1;
    }

    @Override
    public int featureCount(int parameters) {
        return parameters - 1;
    }

    @Override
    public void evaluate(Kernels kernels, Matrix x, Matrix parameters, double[] negLogLikelihood, Matrix gradient) {
        double[] values = new double[x.length()];
        double[] p = new double[parameters.length()];
        double[] g = new double[p.length];
        kernels.read(x, values);
        kernels.read(parameters, p);
        int rows = parameters.rows();
        int features = x.columns();
        for (int r = 0; r < rows; r++) {
            double logVar = p[features * rows + r];
            double precision = Math.exp(-logVar);
            double squares = 0;
            for (int j = 0; j < features; j++) {
                double distance = p[j * rows + r] - values[j * x.rows() + r % x.rows()];
                squares += distance * distance;
                g[j * rows + r] = distance * precision;
            }
            negLogLikelihood[r] = 0.5 * (precision * squares + features * (logVar + StableMath.LOG_TWO_PI));
            g[features * rows + r] = 0.5 * (features - precision * squares);
        }
        kernels.write(g, gradient);
    }

    @Override
    public void mean(Kernels kernels, Matrix parameters, Matrix mean) {
        kernels.copy(parameters.columns(0, mean.columns()), mean);
    }

    @Override
    public void sample(Kernels kernels, Matrix parameters, long seed, Matrix x) {
        double[] values = new double[parameters.length()];
        kernels.read(parameters, values);
        double[] noise = GaussianNoise.draw(seed, x.length());
        for (int i = 0; i < noise.length; i++) {
            noise[i] = values[i] + Math.exp(values[noise.length + i % x.rows()] / 2) * noise[i];
        }
        kernels.write(noise, x);
    }

    @Override
    public String name() {
        return "gaussian-scalar";
    }
}
