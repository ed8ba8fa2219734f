package org.vae4j.experiment.bench.scale.unit;

import org.apache.commons.rng.simple.RandomSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.data.ImageSet;
import org.vae4j.data.ImageShape;
import org.vae4j.data.iterator.ImageBatchIterator;

/** Images of any shape and number with random values. The cost of the workloads does not depend on the values. */
final class RandomImages {

    private RandomImages() {}

    static ImageSet of(ImageShape shape, int count) {
        byte[] values = new byte[Math.multiplyExact(shape.size(), count)];
        RandomSource.XO_SHI_RO_256_PP.create(1L).nextBytes(values);
        return ImageSet.builder("random", shape, values).build();
    }

    /** {@return all images of a set as one batch, as training reads it} */
    static INDArray batch(ImageSet images) {
        return ImageBatchIterator.sequential(images, images.size())
                .prefetch(false)
                .build()
                .next()
                .getFeatures();
    }
}
