package org.vae4j.network.block;

import org.vae4j.layers.DropoutBlock;
import org.vae4j.network.BlockSpec;
import org.vae4j.network.NetworkAssembly;
import org.vae4j.network.Shape;

/**
 * Dropout: see {@link DropoutBlock}.
 *
 * @param rate the probability with which a value is dropped, 0 to below 1
 */
public record Dropout(double rate) implements BlockSpec {

    /** The prototype, with a rate of one half. */
    public Dropout() {
        this(0.5);
    }

    @Override
    public String name() {
        return "dropout";
    }

    @Override
    public Shape output(Shape input) {
        if (!(rate >= 0 && rate < 1)) {
            throw new IllegalArgumentException("rate: found " + rate + ", expected 0 to below 1");
        }
        return input;
    }

    @Override
    public String addTo(NetworkAssembly network, String name, String from, Shape input) {
        return network.layer(name, new DropoutBlock(rate, network.noiseSeed(name), network.draws()), from);
    }

    @Override
    public BlockSpec mirrored(Shape input) {
        return this;
    }
}
