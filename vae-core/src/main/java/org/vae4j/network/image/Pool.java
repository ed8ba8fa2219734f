package org.vae4j.network.image;

import java.util.Objects;
import org.vae4j.layers.Filter;
import org.vae4j.layers.ImageShape;
import org.vae4j.layers.PoolBlock;
import org.vae4j.network.BlockSpec;
import org.vae4j.network.NetworkAssembly;
import org.vae4j.network.Require;
import org.vae4j.network.Shape;

/**
 * Pooling: see {@link PoolBlock}. There is no padding; pixels at the lower and right edges that no complete window
 * covers are left out.
 *
 * @param size side of the window in pixels, ≥ 1
 * @param stride stride in pixels; 0 for the window's side
 * @param kind the value that a window is reduced to
 */
public record Pool(int size, int stride, PoolBlock.Kind kind) implements BlockSpec {

    public Pool {
        Objects.requireNonNull(kind, "kind");
    }

    /** The prototype: the maxima of windows of 2 by 2 pixels. */
    public Pool() {
        this(2, 0, PoolBlock.Kind.MAX);
    }

    @Override
    public String name() {
        return "pool";
    }

    private Filter filter() {
        return Convolutions.filter(size, stride == 0 ? size : stride, 0);
    }

    @Override
    public Shape output(Shape input) {
        Shape.Image image = Require.image(name(), input);
        return new Shape.Image(
                image.channels(), filter().positionsOn(image.height()), filter().positionsOn(image.width()));
    }

    @Override
    public String addTo(NetworkAssembly network, String name, String from, Shape input) {
        Shape.Image image = Require.image(name(), input);
        ImageShape shape = new ImageShape(image.channels(), image.height(), image.width());
        return network.layer(name, new PoolBlock(shape, kind, filter()), from);
    }

    @Override
    public BlockSpec mirrored(Shape input) {
        Upsample mirror = new Upsample(filter().stride());
        if (!mirror.output(output(input)).equals(input)) {
            throw new IllegalArgumentException("found pool with stride " + filter().stride() + " on " + input
                    + ", which its mirror would make " + mirror.output(output(input))
                    + ", expected sides that the stride divides: list the decoder's blocks");
        }
        return mirror;
    }
}
