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
     * Whether noise is drawn outside of training too.
     *
     * @return true unless overridden: false for a layer that is deterministic in evaluation
     */
    default boolean drawsInEvaluation() {
        return true;
    }
}
