package org.vae4j.layers;

/** A rule by which weights are drawn that draws the biases too; with other rules biases begin as the layer says. */
public interface BiasInit {

    /**
     * Draws a layer's biases.
     *
     * @param fanIn how many inputs a value is summed from
     * @param count how many biases there are
     * @return the biases
     */
    double[] biases(double fanIn, int count);
}
