package org.vae4j.layers;

import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;

class TransposedConvolutionBlockTest extends ImageBlockContract {

    @Override
    ImageBlock.Builder<?> ours(Shape shape) {
        return shape.set(new TransposedConvolutionBlock.Builder());
    }

    @Override
    Stream<Shape> shapes() {
        return Stream.of(
                new Shape(2, 3, 2, 2, 3, 1, -1),
                new Shape(1, 2, 2, 2, 3, 2, -1),
                new Shape(2, 2, 1, 2, 3, 2, 1),
                new Shape(2, 2, 2, 1, 2, 1, 0));
    }

    @Override
    ImageBlock unsized(Shape shape) {
        return new TransposedConvolutionBlock.Builder()
                .channels(shape.channels())
                .kernel(shape.kernel())
                .stride(shape.stride())
                .samePadding()
                .build();
    }

    @Override
    ConvolutionLayer theirs(Shape shape) {
        return shape.setTheirs(new Deconvolution2D.Builder()).build();
    }

    @Override
    boolean isPossible(Shape shape) {
        int smallest = Math.min(shape.height(), shape.width());
        return shape.same()
                ? shape.kernel() >= shape.stride()
                : (smallest - 1) * shape.stride() + shape.kernel() - 2 * shape.padding() >= 1;
    }
}
