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
     * Sets the noise of the next forward passes, which is the same in each of them.
     *
     * @param position the position of the noise; {@link NoisePosition#TRAINING} unless set
     */
    void useNoise(NoisePosition position);

    /**
     * Whether the layer draws noise in evaluation too.
     *
     * @return true unless overridden: false for a layer that is deterministic in evaluation
     */
    default boolean drawsInEvaluation() {
        return true;
    }
}
