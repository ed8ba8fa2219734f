package org.vae4j.experiment.bench.scale.unit;

import java.util.List;
import org.vae4j.data.ImageShape;

/** The hidden layers of an encoder, which a decoder mirrors, with the number of their multiplications. */
public interface Blocks {

    /** {@return the value of {@code model.encoder} in a configuration} */
    String yaml();

    /**
     * Counts the multiplications of each layer for one image. The mirrored layer has the same number.
     *
     * @param shape the shape of the images
     * @return one number per layer, the layer next to the data first
     */
    List<Long> multiplications(ImageShape shape);

    /**
     * Counts the outputs of the last layer for one image.
     *
     * @param shape the shape of the images
     * @return the number of outputs
     */
    long outputs(ImageShape shape);
}
