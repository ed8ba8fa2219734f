package org.vae4j.layers;

import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;

class ConvolutionBlockTest extends ImageBlockContract {

    @Override
    ImageBlock.Builder<?> block(Shape shape) {
        return shape.set(new ConvolutionBlock.Builder());
    }

    @Override
    Stream<Shape> shapes() {
        return Stream.of(
                new Shape(new ImageShape(2, 3, 2), 2, same(3, 1)),
                new Shape(new ImageShape(2, 4, 3), 2, same(3, 2)),
                new Shape(new ImageShape(1, 4, 3), 2, padded(3, 2, 1)),
                new Shape(new ImageShape(2, 3, 2), 2, padded(2, 1, 0)));
    }

    @Override
    ImageBlock unsized(Shape shape) {
        return shape.setWithoutImage(new ConvolutionBlock.Builder()).build();
    }

    @Override
    ConvolutionLayer dl4jLayer(Shape shape) {
        return shape.setDl4j(new ConvolutionLayer.Builder()).build();
    }

    @Override
    boolean isPossible(Shape shape) {
        Filter filter = shape.filter();
        int side = Math.min(shape.image().height(), shape.image().width());
        return filter.same() ? filter.size() >= filter.stride() : side + 2 * filter.padding() >= filter.size();
    }
}
