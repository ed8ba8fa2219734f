package org.vae4j.layers;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.layers.AbstractLayer;
import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.kernel.patch.PatchAxis;
import org.vae4j.kernel.patch.PatchGrid;

/**
 * A convolution, y(o, p) = f(b(o) + Σ W(c, u, v; o) · x(c, p · stride - padding + (u, v))) for each output channel o
 * and position p, with the sum over input channels c and pixels (u, v) of the kernel.
 *
 * <p>Shapes: X {@code [batch, inputs · height · width]}, W {@code [inputs · kernel · kernel, channels]}, b
 * {@code [channels]}, Y {@code [batch, channels · positions]}. The same function as DL4J's {@code ConvolutionLayer},
 * whose weights {@code [channels, inputs, kernel, kernel]} are these value by value.
 *
 * <p>Images are rows, channel by channel and within a channel line by line, as DL4J flattens {@code [batch, channels,
 * height, width]}. So data sets, fully connected layers and DL4J's own layers connect to this layer without rearranging
 * values, and likelihoods need not know of images. In column order, the batch is the innermost index: {@link PatchGrid}
 * says why that is fast.
 */
public class ConvolutionBlock extends ImageBlock {

    /** Makes an empty object, which DL4J's JSON reader fills. */
    public ConvolutionBlock() {}

    private ConvolutionBlock(Builder builder) {
        super(builder);
    }

    @Override
    AbstractLayer<?> implementation(NeuralNetConfiguration conf, DataType type) {
        return new ConvolutionBlockImpl(conf, type);
    }

    @Override
    ImageShape output(ImageShape input) {
        PatchAxis vertical = getFilter().axis(input.height());
        PatchAxis horizontal = getFilter().axis(input.width());
        return new ImageShape(getChannels(), vertical.positions(), horizontal.positions());
    }

    @Override
    PatchGrid grid() {
        ImageShape image = getImage();
        return new PatchGrid(
                image.channels(), getFilter().axis(image.height()), getFilter().axis(image.width()));
    }

    @Override
    int kernels() {
        return getChannels();
    }

    /** Builds the layer. */
    @SuppressWarnings("unchecked") // DL4J declares build() with a type of its own.
    public static class Builder extends ImageBlock.Builder<Builder> {

        /** Kernel 3, stride 1, no padding, identity, with input gradient. */
        public Builder() {}

        @Override
        public ConvolutionBlock build() {
            return new ConvolutionBlock(this);
        }
    }
}
