package org.vae4j.latent.pair;

import java.io.Serializable;
import org.nd4j.shade.jackson.annotation.JsonTypeInfo;
import org.vae4j.extension.Extension;

/**
 * What becomes of the diagonal Gaussian posteriors of two examples that form a pair in training. A batch is then first,
 * second, first, second, …; in evaluation there are no pairs, and every posterior is its own.
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
     * Which dimensions of a pair are shared.
     *
     * @return none unless overridden: the posteriors of a pair stay as they are
     */
    default SharedDimensions dimensions() {
        return SharedDimensions.NONE;
    }

    /**
     * The posterior that takes the place of both in a shared dimension.
     *
     * @param pair [μ₁, log σ₁², μ₂, log σ₂²]
     * @param shared [μ, log σ²]: overwritten; not looked at where no dimension is shared
     */
    default void average(double[] pair, double[] shared) {}

    /**
     * The gradient of {@link #average}.
     *
     * @param pair as there
     * @param sharedGradient with respect to [μ, log σ²]
     * @param pairGradient with respect to the pair: overwritten
     */
    default void averageGradient(double[] pair, double[] sharedGradient, double[] pairGradient) {}
}
