package org.vae4j.layers;

/** A layer that draws noise. */
public interface NoiseDriven {

    /**
     * The name of this layer's noise. Layers of one network with different roles draw independent noise at the same
     * position.
     *
     * @return unique in the network
     */
    String noiseRole();

    /**
     * Decides which noise the next forward passes draw, the same in each of them.
     *
     * @param position {@link NoisePosition#TRAINING} unless told otherwise
     */
    void useNoise(NoisePosition position);

    /**
     * Whether an evaluation draws noise too, and not only a step of training.
     *
     * @return true unless overridden
     */
    default boolean drawsInEvaluation() {
        return true;
    }
}
