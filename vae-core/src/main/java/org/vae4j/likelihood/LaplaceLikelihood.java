package org.vae4j.likelihood;

import java.util.Optional;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.vae4j.kernel.Nonlinearity;

/**
 * Independent Laplace features with the mean from the decoder and one given scale b: log p(x|m) = -Σ |x - m|/b + log
 * 2b.
 *
 * <p>Its mode minimises absolute errors, so that a few far values move it less than a Gaussian's. The derivative at x =
 * m, where there is none, counts as 0.
 *
 * @param scale b, finite and &gt; 0, in the unit of the data; the standard deviation is √2 b
 */
public record LaplaceLikelihood(@JsonProperty("scale") double scale) implements PointwiseLikelihood {

    private static final double DEFAULT_SCALE = 0.1;

    /** Checks the scale. */
    @JsonCreator
    public LaplaceLikelihood {
        if (!(scale > 0) || Double.isInfinite(scale)) {
            throw new IllegalArgumentException(
                    "found scale = " + scale + ", expected a finite number > 0: try 0.1 for images in [0, 1]");
        }
    }

    /** A likelihood with the scale {@value #DEFAULT_SCALE}, for images in [0, 1]. */
    public LaplaceLikelihood() {
        this(DEFAULT_SCALE);
    }

    @Override
    public int parametersPerFeature() {
        return 1;
    }

    @Override
    public double lossAndGradient(double x, double[] parameters, double[] gradient) {
        double difference = parameters[0] - x;
        gradient[0] = Math.signum(difference) / scale;
        return Math.abs(difference) / scale + Math.log(2 * scale);
    }

    @Override
    public double mean(double[] parameters) {
        return parameters[0];
    }

    @Override
    public double draw(double uniform, double[] parameters) {
        double tail = Math.max(Math.min(uniform, 1 - uniform), Double.MIN_NORMAL);
        return parameters[0] + Math.signum(0.5 - uniform) * scale * Math.log(2 * tail);
    }

    @Override
    public Optional<Nonlinearity> meanOfFirstParameter() {
        return Optional.of(Nonlinearity.IDENTITY);
    }

    @Override
    public String name() {
        return "laplace";
    }
}
