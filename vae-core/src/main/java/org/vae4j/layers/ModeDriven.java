package org.vae4j.layers;

/** A layer or vertex that computes one function in training and another one else. */
public interface ModeDriven {

    /**
     * Decides which function the next passes compute.
     *
     * @param mode what they are for
     */
    void use(Mode mode);
}
