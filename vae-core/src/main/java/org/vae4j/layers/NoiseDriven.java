package org.vae4j.layers;

import java.util.OptionalLong;

/** A layer that draws noise. */
public interface NoiseDriven {

    /**
     * Decides where the noise of the next forward passes comes from.
     *
     * @param seed of the noise, the same in each pass; empty for the layer's own stream, in which every iteration has a
     *     place
     */
    void useNoise(OptionalLong seed);
}
