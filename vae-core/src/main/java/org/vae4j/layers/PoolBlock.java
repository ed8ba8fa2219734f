package org.vae4j.layers;

import java.util.List;
import java.util.Objects;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.layers.AbstractLayer;
import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.kernel.patch.PatchGrid;

/**
 * Makes images smaller by taking the largest value or the mean of each window, channel by channel:
 * {@code [batch, channels · height · width]} becomes {@code [batch, channels · positions]}.
 *
 * <p>Pixels outside the image are left out, both as values and in the count of a mean. Of equal largest values, the
 * first gets the gradient. This is the same function as DL4J's {@code SubsamplingLayer}.
 */
public class PoolBlock extends ParameterlessLayer implements SizedInput {

    /** The value that a window is reduced to. */
    public enum Kind {
        /** Its largest value. */
        MAX,
        /** The mean of its values. */
        AVERAGE
    }

    private ImageShape image = ImageShape.UNKNOWN;
    private Kind kind = Kind.MAX;
    private Filter filter = Filter.ONE_PIXEL;

    /** Makes an empty object, which DL4J's JSON reader fills. */
    public PoolBlock() {}

    /**
     * A pooling.
     *
     * @param image the size of the input images
     * @param kind the value that a window is reduced to
     * @param filter the window's size, stride and padding
     */
    public PoolBlock(ImageShape image, Kind kind, Filter filter) {
        this.image = image;
        this.kind = kind;
        this.filter = filter;
        requireSettings();
    }

    @Override
    final void requireSettings() {
        Layers.requireKnown(image);
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(filter, "filter");
        if (2 * filter.padding() > filter.size()) {
            throw new IllegalArgumentException("found a window of " + filter.size() + " with padding "
                    + filter.padding() + ", expected at most half of it: else it could lie outside the image");
        }
    }

    @Override
    AbstractLayer<?> implementation(NeuralNetConfiguration conf, DataType type) {
        return new PoolBlockImpl(conf, type);
    }

    @Override
    List<Object> settings() {
        return List.of(image, kind, filter);
    }

    PatchGrid grid() {
        return new PatchGrid(image.channels(), filter.axis(image.height()), filter.axis(image.width()));
    }

    @Override
    public InputType getOutputType(int index, InputType inputType) {
        Layers.requireFeatures(getLayerName(), inputType, image);
        PatchGrid grid = grid();
        return InputType.convolutionalFlat(
                grid.vertical().positions(), grid.horizontal().positions(), grid.channels());
    }

    @Override
    public int inputSize() {
        return image.length();
    }

    /** {@return the size of the input images} */
    public ImageShape getImage() {
        return image;
    }

    /** {@return the value that a window is reduced to} */
    public Kind getKind() {
        return kind;
    }

    /** {@return the window's size, stride and padding} */
    public Filter getFilter() {
        return filter;
    }
}
