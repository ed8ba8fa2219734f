package org.vae4j.layers;

import java.util.List;
import java.util.Objects;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.vae4j.kernel.patch.PatchGrid;

/**
 * The configuration that {@link ConvolutionBlock} and {@link TransposedConvolutionBlock} share: image size, channels
 * and kernel. They differ in the side on which patches are taken.
 */
abstract class ImageBlock extends Block {

    private ImageShape image = ImageShape.UNKNOWN;
    private int channels;
    private Filter filter = Filter.ONE_PIXEL;

    ImageBlock() {}

    ImageBlock(Builder<?> builder) {
        super(builder);
        if (nIn != 0 || nOut != 0) {
            throw new IllegalArgumentException(
                    "found nIn(" + nIn + "), nOut(" + nOut + "), expected none: use image(…), channels(…)");
        }
        channels = builder.channels;
        requireChannels();
        filter = new Filter(builder.kernel, builder.stride, builder.same ? 0 : builder.padding, builder.same);
        if (builder.image.isKnown()) {
            use(builder.image);
        }
    }

    /** The size of the output images. */
    abstract ImageShape output(ImageShape input);

    /** The positions of the kernel: on the input of a convolution, on the output of a transposed one. */
    abstract PatchGrid grid();

    /** The number of kernels: output channels of a convolution, input channels of a transposed one. */
    abstract int kernels();

    private void use(ImageShape shape) {
        image = shape;
        nIn = shape.length();
        nOut = output(shape).length();
    }

    /** The size of the input images; if the input type only tells the number of features, the size that was set. */
    private ImageShape shapeOf(InputType inputType) {
        if (inputType instanceof InputType.InputTypeConvolutionalFlat f) {
            return new ImageShape(
                    Math.toIntExact(f.getDepth()), Math.toIntExact(f.getHeight()), Math.toIntExact(f.getWidth()));
        }
        int features = Layers.features(getLayerName(), inputType);
        if (!image.isKnown() || image.length() != features) {
            throw new IllegalArgumentException("layer \"" + getLayerName() + "\": found " + features
                    + " features and images of " + (image.isKnown() ? image : "unknown size")
                    + ", expected them to agree: set image(channels, height, width)"
                    + " or the network's input type to InputType.convolutionalFlat(height, width, channels)");
        }
        return image;
    }

    @Override
    public void setNIn(InputType inputType, boolean override) {
        ImageShape shape = shapeOf(inputType);
        if (image.isKnown() && !override && !image.equals(shape)) {
            throw new IllegalArgumentException("layer \"" + getLayerName() + "\": found images of " + shape
                    + ", expected " + image + ", as its configuration says");
        }
        use(shape);
    }

    @Override
    public InputType getOutputType(int index, InputType inputType) {
        ImageShape shape = output(shapeOf(inputType));
        return InputType.convolutionalFlat(shape.height(), shape.width(), shape.channels());
    }

    private void requireChannels() {
        if (channels < 1) {
            throw new IllegalArgumentException(
                    "found channels = " + channels + ", expected a number >= 1 of output channels");
        }
    }

    @Override
    final void requireSettings() {
        super.requireSettings();
        requireChannels();
        Objects.requireNonNull(image, "image");
        Objects.requireNonNull(filter, "filter");
    }

    @Override
    final void requireUsable() {
        if (!image.isKnown()) {
            throw new IllegalArgumentException("layer \"" + getLayerName() + "\": found no image size, expected"
                    + " image(channels, height, width) or InputType.convolutionalFlat as the network's input type");
        }
        super.requireUsable();
    }

    @Override
    final WeightsAndBias.Sizes sizes() {
        requireUsable();
        return new WeightsAndBias.Sizes(grid().patchSize(), kernels(), channels);
    }

    /** The fan of DL4J's own convolutions, so that weights are drawn alike. */
    @Override
    final WeightsAndBias.Fan fan() {
        double kernel = (double) filter.size() * filter.size();
        return new WeightsAndBias.Fan(
                image.channels() * kernel, channels * kernel / (filter.stride() * filter.stride()));
    }

    @Override
    final List<Object> settings() {
        return List.of(super.settings(), image, channels, filter);
    }

    /** {@return the size of the input images; all zero as long as it is not known} */
    public ImageShape getImage() {
        return image;
    }

    /** {@return number of output channels} */
    public int getChannels() {
        return channels;
    }

    /** {@return the kernel's size, stride and padding} */
    public Filter getFilter() {
        return filter;
    }

    /** Builds the layer. */
    @SuppressWarnings("unchecked") // DL4J returns this as T too.
    abstract static class Builder<T extends Builder<T>> extends Block.Builder<T> {

        private ImageShape image = ImageShape.UNKNOWN;
        private int channels;
        private int kernel = 3;
        private int stride = 1;
        private int padding;
        private boolean same;

        Builder() {}

        /**
         * Sets the size of the input images. It is needed where the network's input types do not tell it, as behind a
         * fully connected layer.
         *
         * @param channels number of channels
         * @param height in pixels
         * @param width in pixels
         * @return this
         */
        public T image(int channels, int height, int width) {
            image = new ImageShape(channels, height, width);
            return (T) this;
        }

        /**
         * Sets the number of output channels.
         *
         * @param count ≥ 1
         * @return this
         */
        public T channels(int count) {
            channels = count;
            return (T) this;
        }

        /**
         * Sets the side of the kernel; 3 unless set.
         *
         * @param size in pixels, ≥ 1
         * @return this
         */
        public T kernel(int size) {
            kernel = size;
            return (T) this;
        }

        /**
         * Sets the stride; 1 unless set.
         *
         * @param pixels ≥ 1
         * @return this
         */
        public T stride(int pixels) {
            stride = pixels;
            return (T) this;
        }

        /**
         * Sets the margin; 0 unless set.
         *
         * @param pixels on every side, 0 to the kernel's side less 1
         * @return this
         */
        public T padding(int pixels) {
            padding = pixels;
            same = false;
            return (T) this;
        }

        /**
         * Makes the margin follow from the stride: a convolution divides height and width by the stride, rounding up; a
         * transposed one multiplies them by it.
         *
         * @return this
         */
        public T samePadding() {
            same = true;
            return (T) this;
        }
    }
}
