package org.vae4j.objective;

import java.io.Serializable;
import org.nd4j.shade.jackson.annotation.JsonTypeInfo;

/**
 * A function of reconstruction terms, posteriors and latents that is minimised in the mean over the examples, in nats.
 *
 * <p>A new objective is one class: everything around it (layers, training, checkpoints, evaluation) stays as it is.
 * Implementations are immutable and are stored by name and fields in a model's JSON.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS, include = JsonTypeInfo.As.PROPERTY, property = "@class")
public interface Objective extends Serializable {

    /**
     * Computes the value and the gradients of a batch.
     *
     * @param batch inputs are read, outputs are overwritten
     * @param iteration parameter updates done so far, for schedules
     * @param epoch epochs done so far, for schedules
     */
    void evaluate(LatentBatch batch, int iteration, int epoch);

    /**
     * Whether {@link LatentBatch#pathWeights()} is part of the gradient. The network then needs a
     * {@code PathWeightVertex} between z and all that reads it.
     *
     * @return false unless overridden
     */
    default boolean weighsPaths() {
        return false;
    }

    /**
     * Whether each example's value depends on that example alone, so that a batch may be divided between workers.
     *
     * @return false unless overridden
     */
    default boolean perExample() {
        return false;
    }

    /**
     * Whether the rows of a batch differ in what their likelihood counts for, {@link LatentBatch#rowWeights()}.
     *
     * @return false unless overridden
     */
    default boolean weighsRows() {
        return false;
    }
}
