package org.vae4j.layers;

import org.vae4j.kernel.Matrix;

/** A layer that draws noise and takes given noise in its place, so that what it puts out can be moved by the noise. */
public interface GivenNoise extends NoiseDriven {

    /** {@return whether what the layer puts out has a gradient with respect to its noise} */
    boolean movesWithNoise();

    /**
     * How many N(0, 1) numbers a row is drawn with.
     *
     * @param outputColumns columns that the layer puts out
     * @return columns of the noise
     */
    int noiseColumns(int outputColumns);

    /**
     * Gives the noise of the next forward passes, until {@link #useNoise} says what is drawn.
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
