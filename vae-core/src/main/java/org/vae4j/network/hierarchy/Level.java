package org.vae4j.network.hierarchy;

import java.io.Serializable;
import java.util.List;
import org.vae4j.network.BlockSpec;

/**
 * A stochastic layer above the first one.
 *
 * @param latent number of its dimensions, ≥ 1
 * @param encoder the blocks in front of its posterior's head; the kind of hierarchy decides on their input
 * @param decoder the blocks between this layer and the head of p(z_l|z_(l+1)), the prior of the layer below
 */
public record Level(int latent, List<BlockSpec> encoder, List<BlockSpec> decoder) implements Serializable {

    /** Checks the size. */
    public Level {
        encoder = List.copyOf(encoder);
        decoder = List.copyOf(decoder);
        if (latent < 1) {
            throw new IllegalArgumentException("latent: found " + latent + ", expected a number >= 1");
        }
    }

    /** The prototype: linear networks and one dimension, which a configuration replaces. */
    public Level() {
        this(1, List.of(), List.of());
    }
}
