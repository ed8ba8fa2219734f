package org.vae4j.layers;

import org.vae4j.kernel.Matrix;

/** A layer that draws noise and also takes given noise in its place, with the gradient with respect to it. */
public interface GivenNoise extends NoiseDriven {

    /** {@return whether the layer's output has a gradient with respect to its noise} */
    boolean movesWithNoise();

    /**
     * The number of N(0, 1) draws per row.
     *
     * @param outputColumns number of columns of the layer's output
     * @return columns of the noise
     */
    int noiseColumns(int outputColumns);

    /**
     * Sets the noise of the next forward passes, until the next call of {@link #useNoise}.
     *
     * @param noise {@code rows · noiseColumns} values, column by column; kept and not copied
     */
    void give(double[] noise);

    /**
     * The gradient with respect to the noise of the last forward pass.
     *
     * @param input as in the forward pass
     * @param output as it came from the forward pass
     * @param outputGradient with respect to the output; left as it is
     * @return as many values as the noise has, in the same order
     */
    double[] noiseGradient(Matrix input, Matrix output, Matrix outputGradient);
}
