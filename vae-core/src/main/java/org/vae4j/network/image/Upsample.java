package org.vae4j.network.image;

import org.vae4j.layers.ImageShape;
import org.vae4j.layers.PoolBlock;
import org.vae4j.layers.UpsampleBlock;
import org.vae4j.network.BlockSpec;
import org.vae4j.network.NetworkAssembly;
import org.vae4j.network.Require;
import org.vae4j.network.Shape;

/**
 * Upsampling: see {@link UpsampleBlock}.
 *
 * @param factor the number of copies of each pixel in either direction, ≥ 1
 */
public record Upsample(int factor) implements BlockSpec {

    /** The prototype, which doubles height and width. */
    public Upsample() {
        this(2);
    }

    @Override
    public String name() {
        return "upsample";
    }

    @Override
    public Shape output(Shape input) {
        Shape.Image image = Require.image(name(), input);
        Require.positive("factor", factor);
        return new Shape.Image(
                image.channels(),
                Math.multiplyExact(image.height(), factor),
                Math.multiplyExact(image.width(), factor));
    }

    @Override
    public String addTo(NetworkAssembly network, String name, String from, Shape input) {
        Shape.Image image = Require.image(name(), input);
        ImageShape shape = new ImageShape(image.channels(), image.height(), image.width());
        return network.layer(name, new UpsampleBlock(shape, factor), from);
    }

    @Override
    public BlockSpec mirrored(Shape input) {
        return new Pool(factor, 0, PoolBlock.Kind.AVERAGE);
    }
}
