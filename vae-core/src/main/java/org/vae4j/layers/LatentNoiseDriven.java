package org.vae4j.layers;

/** A layer of this package whose noise is one {@link LatentNoise}. */
interface LatentNoiseDriven extends NoiseDriven {

    /** {@return the layer's noise} */
    LatentNoise noise();

    @Override
    default String noiseRole() {
        return noise().role();
    }

    @Override
    default void useNoise(NoisePosition position) {
        noise().use(position);
    }
}
