package org.vae4j.layers;

import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.layers.AbstractLayer;
import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.kernel.patch.PatchAxis;
import org.vae4j.kernel.patch.PatchGrid;

/**
 * Makes images larger by repeating each pixel down and across (nearest neighbour):
 * {@code [batch, channels · height · width]} becomes {@code [batch, channels · (factor · height) · (factor · width)]}.
 * The same function as DL4J's {@code Upsampling2D}.
 */
public class UpsampleBlock extends ParameterlessLayer implements SizedInput {

    private ImageShape image = ImageShape.UNKNOWN;
    private int factor;

    /** Makes an empty object, which DL4J's JSON reader fills. */
    public UpsampleBlock() {}

    /**
     * An upsampling.
     *
     * @param image the size of the input images
     * @param factor the number of copies of each pixel in either direction, ≥ 1
     */
    public UpsampleBlock(ImageShape image, int factor) {
        this.image = image;
        this.factor = factor;
        requireSettings();
    }

    @Override
    final void requireSettings() {
        Layers.requireKnown(image);
        if (factor < 1) {
            throw new IllegalArgumentException("found an upsampling by " + factor + ", expected a factor >= 1");
        }
    }

    @Override
    AbstractLayer<?> implementation(NeuralNetConfiguration conf, DataType type) {
        return new UpsampleBlockImpl(conf, type);
    }

    @Override
    List<Object> settings() {
        return List.of(image, factor);
    }

    /** The windows on the output images, one per input pixel. */
    PatchGrid grid() {
        return new PatchGrid(image.channels(), axis(image.height()), axis(image.width()));
    }

    private PatchAxis axis(int pixels) {
        return PatchAxis.padded(Math.multiplyExact(pixels, factor), factor, factor, 0);
    }

    @Override
    public InputType getOutputType(int index, InputType inputType) {
        Layers.requireFeatures(getLayerName(), inputType, image);
        return InputType.convolutionalFlat(
                (long) image.height() * factor, (long) image.width() * factor, image.channels());
    }

    @Override
    public int inputSize() {
        return image.length();
    }

    /** {@return the size of the input images} */
    public ImageShape getImage() {
        return image;
    }

    /** {@return the number of copies of each pixel in either direction} */
    public int getFactor() {
        return factor;
    }
}
