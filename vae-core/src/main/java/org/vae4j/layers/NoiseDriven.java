package org.vae4j.layers;

import java.util.OptionalLong;

/** A layer that draws noise. */
public interface NoiseDriven {

    /**
     * Decides where the noise of the next forward passes comes from.
     *
     * @param seed of the noise, the same in each pass; empty for the layer's own stream, in which every iteration has a
     *     place
     */
    void useNoise(OptionalLong seed);

    /**
     * Decides which rows of a larger batch's noise the next forward passes take, so that the parts of a batch, each
     * computed by itself, see the very noise that the whole would.
     *
     * @param shard the part; {@link Shard#WHOLE} unless a batch is divided
     */
    default void useShard(Shard shard) {
        if (!shard.equals(Shard.WHOLE)) {
            throw new UnsupportedOperationException(
                    "found a layer " + getClass().getSimpleName()
                            + " that can't draw a part of a batch's noise, expected one that can: train with one worker");
        }
    }
}
