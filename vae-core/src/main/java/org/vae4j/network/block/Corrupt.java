package org.vae4j.network.block;

import org.vae4j.layers.CorruptionBlock;
import org.vae4j.network.BlockSpec;
import org.vae4j.network.NetworkAssembly;
import org.vae4j.network.Shape;

/**
 * Corruption of what goes through it, in training only: see {@link CorruptionBlock}. As the first block of an encoder
 * it makes a denoising autoencoder.
 *
 * @param level σ of the noise, or the probability of a mask; with 0 nothing is added to the network
 * @param kind what it does to a value
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

    /** What leads back from corrupted data to data of the same shape is nothing. */
    @Override
    public BlockSpec mirrored(Shape input) {
        return new Corrupt(0, kind);
    }
}
