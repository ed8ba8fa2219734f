package org.vae4j.network.block;

import org.vae4j.network.BlockSpec;
import org.vae4j.network.NetworkAssembly;
import org.vae4j.network.Shape;

/** Makes features of any shape. The rows stay unchanged; only the blocks behind see another shape. */
public record Flatten() implements BlockSpec {

    @Override
    public String name() {
        return "flatten";
    }

    @Override
    public Shape output(Shape input) {
        return new Shape.Features(input.size());
    }

    @Override
    public String addTo(NetworkAssembly network, String name, String from, Shape input) {
        return from;
    }

    @Override
    public BlockSpec mirrored(Shape input) {
        return input instanceof Shape.Image image
                ? new Reshape(image.channels(), image.height(), image.width())
                : new Flatten();
    }
}
