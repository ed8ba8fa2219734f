package org.vae4j.objective;

import java.io.Serializable;
import org.nd4j.shade.jackson.annotation.JsonTypeInfo;
import org.vae4j.extension.Extension;

/**
 * How the draws of an example become one value to be minimised, and what each draw counts for in its gradient.
 *
 * <p>With log w = log p(x|z) + β (log p(z) - log q(z|x)) of each draw, the mean of -log w is the negative ELBO and the
 * negative logarithm of the mean of w the importance-weighted bound. Implementations are immutable and are stored by name
 * and fields in a model's JSON.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS, include = JsonTypeInfo.As.PROPERTY, property = "@class")
public interface Reducer extends Extension, Serializable {

    /**
     * How KL(q(z|x) ‖ p(z)) enters the value.
     *
     * @return by the draws unless overridden
     */
    default LatentBatch.Divergence divergence() {
        return LatentBatch.Divergence.SAMPLED;
    }

    /**
     * Computes the objective of each row, and what the likelihood, the divergences and the ratios of the rows count for.
     *
     * @param batch after {@link LatentBatch#begin}
     * @param beta β, the weight of the divergence from the prior, in [0, ∞)
     */
    void reduce(LatentBatch batch, double beta);

    /**
     * How many draws the bound on log p(x) is over that this reducer trains, at β = 1: what epochs are compared by.
     *
     * @param draws latents drawn for each example, ≥ 1
     * @return 1, the negative ELBO, unless overridden; at most {@code draws}
     */
    default int boundDraws(int draws) {
        return 1;
    }

    /**
     * Whether {@link LatentBatch#pathWeights()} is part of the gradient.
     *
     * @return false unless overridden
     */
    default boolean weighsPaths() {
        return false;
    }

    /**
     * Whether the rows of an example differ in what their likelihood counts for.
     *
     * @return true unless overridden
     */
    default boolean weighsRows() {
        return true;
    }
}
