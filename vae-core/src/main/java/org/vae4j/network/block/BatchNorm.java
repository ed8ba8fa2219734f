package org.vae4j.network.block;

import org.vae4j.layers.BatchNormBlock;
import org.vae4j.network.BlockSpec;
import org.vae4j.network.NetworkAssembly;
import org.vae4j.network.Shape;

/**
 * Batch normalisation: see {@link BatchNormBlock}. Images have one scale and shift per channel, other shapes one per
 * feature.
 *
 * @param decay the weight of the old running moment in an update, 0 to below 1
 * @param epsilon ε &gt; 0, which is added to variances
 */
public record BatchNorm(double decay, double epsilon) implements BlockSpec {

    /** The prototype: decay 0.9, ε = 1e-5. */
    public BatchNorm() {
        this(0.9, 1e-5);
    }

    @Override
    public String name() {
        return "batchNorm";
    }

    @Override
    public Shape output(Shape input) {
        layer(input);
        return input;
    }

    private BatchNormBlock layer(Shape input) {
        return new BatchNormBlock.Builder()
                .channels(input instanceof Shape.Image image ? image.channels() : 0)
                .decay(decay)
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
