package org.vae4j.layers;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.junit.jupiter.api.Test;

class TransposedConvolutionBlockTest extends ImageBlockContract {

    @Override
    ImageBlock.Builder<?> block(Shape shape) {
        return shape.set(new TransposedConvolutionBlock.Builder());
    }

    @Override
    Stream<Shape> shapes() {
        return Stream.of(
                new Shape(new ImageShape(2, 3, 2), 2, same(3, 1)),
                new Shape(new ImageShape(1, 2, 2), 2, same(3, 2)),
                new Shape(new ImageShape(2, 2, 1), 2, padded(3, 2, 1)),
                new Shape(new ImageShape(2, 2, 2), 1, padded(2, 1, 0)));
    }

    @Override
    ImageBlock unsized(Shape shape) {
        return shape.setWithoutImage(new TransposedConvolutionBlock.Builder()).build();
    }

    @Override
    ConvolutionLayer dl4jLayer(Shape shape) {
        return shape.setDl4j(new Deconvolution2D.Builder()).build();
    }

    @Override
    boolean isPossible(Shape shape) {
        Filter filter = shape.filter();
        int side = Math.min(shape.image().height(), shape.image().width());
        return filter.same() ? filter.size() >= filter.stride() : filter.pixelsFor(side) >= 1;
    }

    @Test
    void refusesAnOutputWhoseSideOverflows() {
        Filter filter = padded(3, 1 << 16, 0);
        assertThatThrownBy(() -> filter.pixelsFor(1 << 16)).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> same(3, 1 << 16).pixelsFor(1 << 16)).isInstanceOf(ArithmeticException.class);
    }
}
