package org.vae4j.latent.bijection;

import java.util.Arrays;
import java.util.Objects;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.vae4j.latent.Columns;

/**
 * Some dimensions of z scaled and shifted, z'ⱼ = e^ℓ(sⱼ) zⱼ + c(sⱼ) mⱼ, and the others as they are. The log-determinant
 * is Σ ℓ(sⱼ), also where m and s are functions of dimensions that come before j in an order.
 *
 * <p>Parameters: [m | s], 2 · count.
 *
 * @param scale ℓ and c
 * @param first the first dimension that is changed, ≥ 0
 * @param count how many are changed, ≥ 1
 */
public record Affine(
        @JsonProperty("scale") Scale scale,
        @JsonProperty("first") int first,
        @JsonProperty("count") int count) implements Bijection {

    public Affine {
        Objects.requireNonNull(scale, "scale");
        if (first < 0 || count < 1) {
            throw new IllegalArgumentException("found " + count + " dimensions from number " + first
                    + " on, expected at least one from a number >= 0 on");
        }
    }

    @Override
    public int parameterCount(int latent) {
        return 2 * count;
    }

    @Override
    public Applied apply(Columns z, Columns parameters, Columns image) {
        int rows = z.rows();
        double[] target = image.values();
        System.arraycopy(z.values(), 0, target, 0, z.values().length);
        int logDeterminant = image.at(0, z.count());
        Arrays.fill(target, logDeterminant, logDeterminant + rows, 0);
        double[] values = parameters.values();
        for (int i = 0; i < rows * count; i++) {
            double s = values[rows * count + i];
            int at = rows * first + i;
            target[at] = Math.exp(scale.log(s)) * z.values()[at] + scale.share(s) * values[i];
            target[logDeterminant + i % rows] += scale.log(s);
        }
        return () -> addGradient(z, parameters, image);
    }

    /**
     * The inverse: replaces the dimensions that {@link #apply} changes by what it makes these of.
     *
     * @param image {@code [rows, ≥ latent]}: values of the changed dimensions are overwritten
     * @param parameters {@code [rows, parameterCount]}
     */
    public void invert(Columns image, Columns parameters) {
        int rows = image.rows();
        double[] values = parameters.values();
        for (int i = 0; i < rows * count; i++) {
            double s = values[rows * count + i];
            int at = rows * first + i;
            image.values()[at] = (image.values()[at] - scale.share(s) * values[i]) * Math.exp(-scale.log(s));
        }
    }

    private void addGradient(Columns z, Columns parameters, Columns image) {
        int rows = z.rows();
        int logDeterminant = image.at(0, z.count());
        double[] values = parameters.values();
        double[] gradient = image.gradient();
        double[] target = parameters.gradient();
        for (int at = 0; at < z.values().length; at++) {
            int i = at - rows * first;
            if (i < 0 || i >= rows * count) {
                z.gradient()[at] += gradient[at];
                continue;
            }
            double s = values[rows * count + i];
            double factor = Math.exp(scale.log(s));
            z.gradient()[at] += factor * gradient[at];
            target[i] += scale.share(s) * gradient[at];
            target[rows * count + i] +=
                    scale.slope(s) * (gradient[logDeterminant + i % rows] + factor * z.values()[at] * gradient[at])
                            + scale.shareSlope(s) * values[i] * gradient[at];
        }
    }
}
