package org.vae4j.network.hierarchy;

import java.io.Serializable;
import java.util.List;
import org.vae4j.network.BlockSpec;

/**
 * A stochastic layer above the first one.
 *
 * @param latent its dimensions, ≥ 1
 * @param encoder the blocks behind which the head of its posterior stands; what they read, the kind of hierarchy says
 * @param decoder the blocks from it to the head of p(z_l|z_(l+1)), the prior of the layer below
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

    /** The prototype, of which a configuration says the size: linear networks. */
    public Level() {
        this(1, List.of(), List.of());
    }
}
