package org.vae4j.objective.term;

import java.util.List;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * The inverse multiquadratic kernel k(a, b) = Σ_s C_s / (C_s + ‖a − b‖²), C_s = s · 2 d σ², of d dimensions (Tolstikhin
 * et al. 2018, section 4, whose experiments add up seven scales s).
 *
 * @param width σ per dimension, finite, above 0; 1 is that of a prior N(0, I)
 * @param scales s, finite, above 0, at least one
 */
public record InverseMultiquadric(
        @JsonProperty("width") double width,
        @JsonProperty("scales") List<Double> scales) implements PairKernel {

    /** The prototype: a width of 1 and the seven scales. */
    public InverseMultiquadric() {
        this(1, List.of(0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0));
    }

    public InverseMultiquadric {
        Range.aboveZero("width", width);
        scales = List.copyOf(scales);
        if (scales.isEmpty()) {
            throw new IllegalArgumentException("scales: found none, expected at least one, for example [1.0]");
        }
        scales.forEach(scale -> Range.aboveZero("scales", scale));
    }

    @Override
    public String name() {
        return "imq";
    }

    @Override
    public double value(double squaredDistance, int dimensions) {
        double sum = 0;
        for (double scale : scales) {
            double c = scale * 2 * dimensions * width * width;
            sum += c / (c + squaredDistance);
        }
        return sum;
    }

    @Override
    public double slope(double squaredDistance, int dimensions) {
        double sum = 0;
        for (double scale : scales) {
            double c = scale * 2 * dimensions * width * width;
            sum -= c / ((c + squaredDistance) * (c + squaredDistance));
        }
        return sum;
    }
}
