package org.vae4j.layers;

/** A layer or vertex that computes different functions in training and in evaluation. */
public interface ModeDriven {

    /**
     * Sets the mode of the next passes.
     *
     * @param mode the purpose of these passes
     */
    void use(Mode mode);
}
