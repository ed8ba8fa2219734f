package org.vae4j.layers;

/** The configuration of a layer without parameters that knows how large its input is. */
public interface SizedInput {

    /** {@return features of an example that goes in} */
    int inputSize();
}
