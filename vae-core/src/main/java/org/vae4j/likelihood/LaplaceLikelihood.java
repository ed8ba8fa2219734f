package org.vae4j.likelihood;

import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Independent Laplace features with the mean m from the decoder and one given scale b: log p(x|m) = -Σ [|x - m|/b + log
 * 2b]. The gradient of -log p with respect to m is sign(m - x)/b, and 0 at x = m, where there is none.
 *
 * <p>The most probable m minimises absolute errors, so outliers move it less than that of a Gaussian.
 *
 * @param scale b, finite and &gt; 0, in the unit of the data; the standard deviation is √2 b
 */
public record LaplaceLikelihood(@JsonProperty("scale") double scale) implements MeanLikelihood {

    private static final double DEFAULT_SCALE = 0.1;

    @JsonCreator
    public LaplaceLikelihood {
        MeanLikelihood.requirePositive("scale", scale, "0.1 for images in [0, 1]");
    }

    /** A likelihood with the scale {@value #DEFAULT_SCALE}, for images in [0, 1]. */
    public LaplaceLikelihood() {
        this(DEFAULT_SCALE);
    }

    @Override
    public double lossAndGradient(double x, double[] parameters, double[] gradient) {
        double difference = parameters[0] - x;
        gradient[0] = Math.signum(difference) / scale;
        return Math.abs(difference) / scale + Math.log(2 * scale);
    }

    /** At x = m the gradient changes its sign. */
    @Override
    public boolean hasSmoothSlope() {
        return false;
    }

    @Override
    public double draw(double uniform, double[] parameters) {
        double tail = Math.max(Math.min(uniform, 1 - uniform), Double.MIN_NORMAL);
        return parameters[0] + Math.signum(0.5 - uniform) * scale * Math.log(2 * tail);
    }

    @Override
    public String name() {
        return "laplace";
    }
}
