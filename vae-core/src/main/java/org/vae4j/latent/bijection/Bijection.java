package org.vae4j.latent.bijection;

import java.io.Serializable;
import org.nd4j.shade.jackson.annotation.JsonTypeInfo;
import org.vae4j.latent.Columns;

/**
 * An invertible function z' = f(z; θ) of a latent, with parameters θ of each row's own.
 *
 * <p>The density of the image of a draw is q(z') = q(z) / |det ∂z'/∂z| (Rezende and Mohamed 2015, eq. 5).
 * Implementations are immutable and are stored by name and fields in a model's JSON.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS, include = JsonTypeInfo.As.PROPERTY, property = "@class")
public interface Bijection extends Serializable {

    /**
     * The number of parameters of each row.
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
     * @return the backward pass, valid as long as the values of all three matrices do not change
     */
    Applied apply(Columns z, Columns parameters, Columns image);

    /** The backward pass of one application of the function. */
    @FunctionalInterface
    interface Applied {

        /** Reads the gradient of the image, and adds the gradients with respect to z and the parameters to theirs. */
        void addGradient();
    }
}
