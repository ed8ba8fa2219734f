package org.vae4j.latent.pair;

import java.io.Serializable;
import org.nd4j.shade.jackson.annotation.JsonTypeInfo;
import org.vae4j.extension.Extension;

/**
 * The way in which the diagonal Gaussian posteriors of two examples that form a pair in training are brought together.
 * A batch of pairs is ordered first, second, first, second and so on. In evaluation there are no pairs, and posteriors
 * do not change.
 *
 * <p>Implementations are immutable and are stored by name and fields in a model's JSON.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS, include = JsonTypeInfo.As.PROPERTY, property = "@class")
public interface PairSharing extends Extension, Serializable {

    /**
     * Whether training takes pairs.
     *
     * @return true unless overridden
     */
    default boolean takesPairs() {
        return true;
    }

    /**
     * The choice of the dimensions that a pair shares.
     *
     * @return none unless overridden: the posteriors of a pair stay as they are
     */
    default SharedDimensions dimensions() {
        return SharedDimensions.NONE;
    }

    /**
     * Computes the posterior that replaces both in a shared dimension. It is not called where no dimension is shared.
     *
     * @param pair [μ₁, log σ₁², μ₂, log σ₂²]
     * @param shared [μ, log σ²]: overwritten
     */
    default void average(double[] pair, double[] shared) {}

    /**
     * The backward pass of {@link #average}.
     *
     * @param pair [μ₁, log σ₁², μ₂, log σ₂²]
     * @param sharedGradient with respect to [μ, log σ²]
     * @param pairGradient with respect to the pair: overwritten
     */
    default void averageGradient(double[] pair, double[] sharedGradient, double[] pairGradient) {}
}
