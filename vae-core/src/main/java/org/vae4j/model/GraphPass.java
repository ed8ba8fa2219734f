package org.vae4j.model;

/**
 * What is computed at once.
 *
 * @param rows of the values that come in
 * @param from the node where they come in: 0 for the data
 * @param to the node whose values are wanted; the objective's for its terms
 * @param need what is wanted besides the values
 */
record GraphPass(int rows, int from, int to, Need need) {

    /** What a pass computes. */
    enum Need {
        /** The activations of the last node. */
        VALUES,
        /** The terms of the objective, which needs room for the gradient with respect to its input. */
        TERMS,
        /** The gradients with respect to every node. */
        GRADIENTS
    }
}
