package org.vae4j.experiment.use;

import java.util.Optional;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.model.LatentPrior;

/**
 * The latents that a decoder is given.
 *
 * @param dimensions of z
 * @param source where z is drawn from; nothing for N(0, I)
 */
record Latents(int dimensions, Optional<Draws> source) {

    /** Draws as many as wanted, the first of which are the same however many are wanted. */
    @FunctionalInterface
    interface Draws {
        INDArray of(int count, long seed);
    }

    /** Drawn from a model's prior. */
    static Latents of(int dimensions, LatentPrior prior) {
        return new Latents(
                dimensions,
                prior.isStandard()
                        ? Optional.empty()
                        : Optional.of((count, seed) -> prior.sample(count, seed, DataType.FLOAT)));
    }
}
