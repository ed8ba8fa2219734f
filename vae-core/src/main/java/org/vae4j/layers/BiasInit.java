package org.vae4j.layers;

/** A weight initialisation that also draws the biases. With any other, biases start at the layer's {@code biasInit}. */
public interface BiasInit {

    /**
     * Draws a layer's biases.
     *
     * @param fanIn number of inputs that an output is summed from
     * @param count number of biases
     * @return the biases
     */
    double[] biases(double fanIn, int count);
}
