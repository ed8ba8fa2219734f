package org.vae4j.experiment.bench.scale.unit;

import java.util.List;
import org.vae4j.data.ImageShape;

/** The hidden layers of an encoder, which a decoder mirrors: what a configuration says, and what they multiply. */
public interface Blocks {

    /** {@return the encoder's list in a configuration} */
    String yaml();

    /**
     * The multiplications of each layer for one image, from the data on. Those of the mirrored layer are as many.
     *
     * @param shape of the images
     */
    List<Long> multiplications(ImageShape shape);

    /**
     * The values that the last layer puts out for one image.
     *
     * @param shape of the images
     */
    long outputs(ImageShape shape);
}
