package org.vae4j.network.block;

import org.vae4j.layers.LayerNormBlock;
import org.vae4j.network.BlockSpec;
import org.vae4j.network.NetworkAssembly;
import org.vae4j.network.Shape;

/**
 * Layer normalisation: see {@link LayerNormBlock}. Images have one scale and shift per channel, other shapes one per
 * feature.
 *
 * @param epsilon ε &gt; 0, which is added to variances
 */
public record LayerNorm(double epsilon) implements BlockSpec {

    /** The prototype: ε = 1e-5. */
    public LayerNorm() {
        this(1e-5);
    }

    @Override
    public String name() {
        return "layerNorm";
    }

    @Override
    public Shape output(Shape input) {
        layer(input);
        return input;
    }

    private LayerNormBlock layer(Shape input) {
        return new LayerNormBlock.Builder()
                .channels(input instanceof Shape.Image image ? image.channels() : 0)
                .epsilon(epsilon)
                .build();
    }

    @Override
    public String addTo(NetworkAssembly network, String name, String from, Shape input) {
        return network.layer(name, layer(input), from);
    }

    @Override
    public BlockSpec mirrored(Shape input) {
        return this;
    }
}
