package org.vae4j.latent.bijection;

import java.io.Serializable;
import org.nd4j.shade.jackson.annotation.JsonTypeInfo;
import org.vae4j.latent.Columns;

/**
 * An invertible function z' = f(z; θ) of a latent, whose parameters θ every row has for itself.
 *
 * <p>The density of what it makes of a draw is q(z') = q(z) / |det ∂z'/∂z| (Rezende and Mohamed 2015, eq. 5).
 * Implementations are immutable and are stored by name and fields in a model's JSON.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS, include = JsonTypeInfo.As.PROPERTY, property = "@class")
public interface Bijection extends Serializable {

    /**
     * How many parameters each row has.
     *
     * @param latent latent dimensions, ≥ 1
     * @return number of columns, ≥ 0
     */
    int parameterCount(int latent);

    /**
     * Computes z' and its log-determinant.
     *
     * @param z {@code [rows, latent]}
     * @param parameters {@code [rows, parameterCount]}
     * @param image [z' | log |det ∂z'/∂z|], {@code [rows, latent + 1]}: its values are overwritten
     * @return the way back, good for as long as the values of all three stay as they are
     */
    Applied apply(Columns z, Columns parameters, Columns image);

    /** A function that was applied to some z with some parameters. */
    @FunctionalInterface
    interface Applied {

        /** The backward pass: reads the gradient of the image, and adds to those of z and of the parameters. */
        void addGradient();
    }
}
