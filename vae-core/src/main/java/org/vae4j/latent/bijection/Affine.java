package org.vae4j.latent.bijection;

import java.util.Arrays;
import java.util.Objects;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.vae4j.latent.Columns;

/**
 * A function that scales and shifts successive dimensions of z, z'ⱼ = e^ℓ(sⱼ) zⱼ + c(sⱼ) mⱼ, and keeps the others. The
 * log-determinant is Σⱼ ℓ(sⱼ), also where mⱼ and sⱼ are functions of dimensions that precede j in some order.
 *
 * <p>The parameters of each row are [m | s], 2 · count values. With g the gradient with respect to z' and d that with
 * respect to the log-determinant, the backward pass adds e^ℓ gⱼ for zⱼ, c gⱼ for mⱼ and
 * ℓ' (d + e^ℓ zⱼ gⱼ) + c' mⱼ gⱼ for sⱼ.
 *
 * @param scale the functions ℓ and c
 * @param first the first dimension that is changed, ≥ 0
 * @param count the number of dimensions that are changed, ≥ 1
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
            target[at] = Math.exp(scale.log(s)) * z.values()[at] + scale.shiftFactor(s) * values[i];
            target[logDeterminant + i % rows] += scale.log(s);
        }
        return () -> addGradient(z, parameters, image);
    }

    /**
     * Replaces z' by z, in place: zⱼ = (z'ⱼ - c(sⱼ) mⱼ) e^-ℓ(sⱼ).
     *
     * @param image z', {@code [rows, ≥ latent]}: the values of the changed dimensions are overwritten
     * @param parameters {@code [rows, parameterCount]}
     */
    public void invert(Columns image, Columns parameters) {
        int rows = image.rows();
        double[] values = parameters.values();
        for (int i = 0; i < rows * count; i++) {
            double s = values[rows * count + i];
            int at = rows * first + i;
            image.values()[at] = (image.values()[at] - scale.shiftFactor(s) * values[i]) * Math.exp(-scale.log(s));
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
            target[i] += scale.shiftFactor(s) * gradient[at];
            target[rows * count + i] +=
                    scale.logSlope(s) * (gradient[logDeterminant + i % rows] + factor * z.values()[at] * gradient[at])
                            + scale.shiftFactorSlope(s) * values[i] * gradient[at];
        }
    }
}
