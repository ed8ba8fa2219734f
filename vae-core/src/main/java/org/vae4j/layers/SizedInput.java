package org.vae4j.layers;

/** The configuration of a layer without parameters whose input has a fixed size. */
public interface SizedInput {

    /** {@return number of features of an example in the input} */
    int inputSize();
}
