package org.vae4j.network.block;

import org.vae4j.network.BlockSpec;
import org.vae4j.network.NetworkAssembly;
import org.vae4j.network.Shape;

/**
 * Makes images of any shape of the same size. The rows stay unchanged; their values are taken channel by channel, and
 * within a channel line by line.
 *
 * @param channels number of channels, ≥ 1
 * @param height in pixels, ≥ 1
 * @param width in pixels, ≥ 1
 */
public record Reshape(int channels, int height, int width) implements BlockSpec {

    /** The prototype; the sizes have to be set. */
    public Reshape() {
        this(0, 0, 0);
    }

    @Override
    public String name() {
        return "reshape";
    }

    @Override
    public Shape output(Shape input) {
        Shape.Image image = new Shape.Image(channels, height, width);
        if (image.size() != input.size()) {
            throw new IllegalArgumentException("found " + input + " to be reshaped to " + image + ", expected "
                    + image.size() + " values: change the sizes or the block before");
        }
        return image;
    }

    @Override
    public String addTo(NetworkAssembly network, String name, String from, Shape input) {
        return from;
    }

    @Override
    public BlockSpec mirrored(Shape input) {
        return new Flatten().mirrored(input);
    }
}
