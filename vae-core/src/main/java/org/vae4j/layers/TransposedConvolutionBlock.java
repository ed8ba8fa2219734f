package org.vae4j.layers;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.layers.AbstractLayer;
import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.kernel.patch.PatchGrid;

/**
 * A transposed convolution, which enlarges images: y(o, p · stride - padding + (u, v)) sums W(o, u, v; c) · x(c, p)
 * over all input channels c, pixels p and pixels (u, v) of the kernel that lead to it; then b(o) is added and f
 * applied. The linear part is the transpose of the {@link ConvolutionBlock} from the output's size to the input's.
 *
 * <p>Shapes: X {@code [batch, inputs · height · width]}, W {@code [channels · kernel · kernel, inputs]}, b
 * {@code [channels]}, Y {@code [batch, channels · outHeight · outWidth]}, with images as rows as in
 * {@link ConvolutionBlock}. n pixels become (n - 1) · stride + kernel - 2 · padding; with {@code samePadding}, n ·
 * stride. The same function as DL4J's {@code Deconvolution2D}, whose weights
 * {@code [inputs, channels, kernel, kernel]} are these value by value.
 */
public class TransposedConvolutionBlock extends ImageBlock {

    /** Makes an empty object, which DL4J's JSON reader fills. */
    public TransposedConvolutionBlock() {}

    private TransposedConvolutionBlock(Builder builder) {
        super(builder);
    }

    @Override
    AbstractLayer<?> implementation(NeuralNetConfiguration conf, DataType type) {
        return new TransposedConvolutionBlockImpl(conf, type);
    }

    @Override
    ImageShape output(ImageShape input) {
        return new ImageShape(
                getChannels(),
                getFilter().pixelsFor(input.height()),
                getFilter().pixelsFor(input.width()));
    }

    @Override
    PatchGrid grid() {
        ImageShape output = output(getImage());
        return new PatchGrid(
                output.channels(),
                getFilter().axis(output.height()),
                getFilter().axis(output.width()));
    }

    @Override
    int kernels() {
        return getImage().channels();
    }

    /** Builds the layer. */
    @SuppressWarnings("unchecked") // DL4J declares build() with a type of its own.
    public static class Builder extends ImageBlock.Builder<Builder> {

        /** Kernel 3, stride 1, no padding, identity, with input gradient. */
        public Builder() {}

        @Override
        public TransposedConvolutionBlock build() {
            return new TransposedConvolutionBlock(this);
        }
    }
}
