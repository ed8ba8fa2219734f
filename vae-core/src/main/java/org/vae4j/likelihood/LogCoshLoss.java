package org.vae4j.likelihood;

import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;
import org.vae4j.likelihood.support.Measure;

/**
 * The loss Σ (1/a) log cosh(a t) of the difference t = m - x between the decoder's output m and the data. It is
 * quadratic near 0 and absolute far from it (Chen, Chen and Zhang 2018, "Log hyperbolic cosine loss improves
 * variational auto-encoder"; written from memory, not checked against the paper).
 *
 * <p>The loss is computed as |t| + (1/a) log((1 + e^(-2a|t|))/2), which does not overflow, and its derivative with
 * respect to m is tanh(a t). It is not the logarithm of a density, so its sum with a KL is no ELBO and not in nats: its
 * {@link Measure} is {@link Measure#LOSS}.
 *
 * @param a inverse of the distance at which the loss becomes absolute, finite and &gt; 0, per unit of the data
 */
public record LogCoshLoss(@JsonProperty("a") double a) implements MeanLikelihood {

    private static final double DEFAULT_A = 10;

    @JsonCreator
    public LogCoshLoss {
        MeanLikelihood.requirePositive("a", a, "10 for images in [0, 1]");
    }

    /** A loss with a = {@value #DEFAULT_A}, for images in [0, 1]. */
    public LogCoshLoss() {
        this(DEFAULT_A);
    }

    @Override
    public boolean hasDensity() {
        return false;
    }

    @Override
    public double lossAndGradient(double x, double[] parameters, double[] gradient) {
        double difference = parameters[0] - x;
        double size = Math.abs(difference);
        double tail = Math.exp(-2 * a * size);
        gradient[0] = Math.signum(difference) * (1 - tail) / (1 + tail);
        return size + Math.log((1 + tail) / 2) / a;
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException always: a loss has no distribution
     */
    @Override
    public double draw(double uniform, double[] parameters) {
        throw new IllegalStateException(
                "found the loss " + name() + ", expected a likelihood to draw from: a loss has a mean only");
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException always: a loss has no distribution
     */
    @Override
    public void sample(Kernels kernels, Matrix parameters, long seed, Matrix x) {
        draw(0, new double[0]);
    }

    @Override
    public String name() {
        return "log_cosh";
    }
}
