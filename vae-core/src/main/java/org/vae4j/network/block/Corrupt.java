package org.vae4j.network.block;

import org.vae4j.layers.CorruptionBlock;
import org.vae4j.network.BlockSpec;
import org.vae4j.network.NetworkAssembly;
import org.vae4j.network.Shape;

/**
 * Corrupts its input in training: see {@link CorruptionBlock}. As the first block of an encoder it makes a denoising
 * autoencoder.
 *
 * @param level σ of Gaussian noise, or the probability of a mask; a block of level 0 adds no layer
 * @param kind the way in which a value is corrupted
 */
public record Corrupt(double level, CorruptionBlock.Kind kind) implements BlockSpec {

    /** The prototype: noise of σ = 0.3. */
    public Corrupt() {
        this(0.3, CorruptionBlock.Kind.GAUSSIAN);
    }

    @Override
    public String name() {
        return "corrupt";
    }

    @Override
    public Shape output(Shape input) {
        CorruptionBlock.requireLevel(kind, level);
        return input;
    }

    @Override
    public String addTo(NetworkAssembly network, String name, String from, Shape input) {
        return level == 0
                ? from
                : network.layer(name, new CorruptionBlock(kind, level, network.noiseSeed(name), network.draws()), from);
    }

    /** A block of level 0, as the mirror need only have the same shape. */
    @Override
    public BlockSpec mirrored(Shape input) {
        return new Corrupt(0, kind);
    }
}
