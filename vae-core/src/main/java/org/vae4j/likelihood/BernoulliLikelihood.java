package org.vae4j.likelihood;

import java.util.Optional;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.math.ExampleNoise;
import org.vae4j.math.NoiseRows;

/**
 * Independent Bernoulli features, parametrised by logits l: log p(x|l) = Σ [x l - log(1 + e^l)]. The gradient of -log p
 * with respect to l is σ(l) - x.
 *
 * <p>This is a probability of x in {0, 1}. Grey values in [0, 1] are accepted, as is customary for MNIST; the value is
 * then the cross-entropy with the grey value as a probability, and not the logarithm of a probability (Loaiza-Ganem and
 * Cunningham 2019).
 */
public record BernoulliLikelihood() implements Likelihood {

    private static final double EXTREME_MEAN = 0.001;

    @Override
    public ValueRange support() {
        return ValueRange.BINARY;
    }

    @Override
    public int parameterCount(int features) {
        return features;
    }

    @Override
    public int featureCount(int parameters) {
        return parameters;
    }

    /** Returns the logit of the mean, clipped to [0.001, 0.999] (Burda et al. 2016, in their published code). */
    @Override
    public double parameterOfMean(double mean) {
        double clipped = Math.min(Math.max(mean, EXTREME_MEAN), 1 - EXTREME_MEAN);
        return Math.log(clipped / (1 - clipped));
    }

    @Override
    public void evaluate(Kernels kernels, Matrix x, Matrix parameters, double[] negLogLikelihood, Matrix gradient) {
        kernels.bernoulli(x, parameters, negLogLikelihood, gradient);
    }

    @Override
    public void negLogLikelihood(
            Kernels kernels, Matrix x, Matrix parameters, double[] negLogLikelihood, Matrix scratch) {
        kernels.bernoulliValue(x, parameters, negLogLikelihood);
    }

    @Override
    public void mean(Kernels kernels, Matrix parameters, Matrix mean) {
        kernels.copy(parameters, mean);
        kernels.apply(mean, Nonlinearity.SIGMOID);
    }

    @Override
    public void sample(Kernels kernels, Matrix parameters, long seed, Matrix x) {
        mean(kernels, parameters, x);
        double[] values = kernels.values(x);
        double[] random = ExampleNoise.uniform(seed, NoiseRows.ofExamples(0, x.rows()), x.columns());
        for (int i = 0; i < values.length; i++) {
            values[i] = random[i] < values[i] ? 1 : 0;
        }
        kernels.write(values, x);
    }

    @Override
    public Optional<Nonlinearity> meanOfFirstParameter() {
        return Optional.of(Nonlinearity.SIGMOID);
    }

    @Override
    public String name() {
        return "bernoulli";
    }
}
