package org.vae4j.layers;

import org.vae4j.kernel.Matrix;

/**
 * The arithmetic of one layer on matrices that the caller owns. Layer implementations provide it; DL4J's methods on
 * them only add workspaces.
 */
public interface Operation {

    /**
     * Number of columns that come out.
     *
     * @param inputColumns number of columns that go in
     * @return columns of the output
     */
    int outputColumns(int inputColumns);

    /**
     * Whether what comes out depends on what goes in.
     *
     * @return true unless overridden: false for a layer that puts out its parameters
     */
    default boolean readsInput() {
        return true;
    }

    /**
     * Number of rows that come out.
     *
     * @param inputRows number of rows that go in
     * @return as many unless overridden
     */
    default int outputRows(int inputRows) {
        return inputRows;
    }

    /**
     * Whether each row that comes out depends on its own example alone, so that a batch can be divided between workers.
     *
     * @return true unless overridden
     */
    default boolean perExample() {
        return true;
    }

    /**
     * Whether the derivative of what comes out by what goes in has no jumps, so that Hamiltonian chains can follow it.
     *
     * @return true unless overridden
     */
    default boolean isSmooth() {
        return true;
    }

    /**
     * The forward pass.
     *
     * @param input {@code [rows, inputColumns]}
     * @param output {@code [rows, outputColumns]}: overwritten
     */
    void forward(Matrix input, Matrix output);

    /**
     * The backward pass. Parameter gradients, summed over the rows, go to the network's gradient array.
     *
     * @param input as in the forward pass
     * @param output as it came from the forward pass
     * @param outputGradient with respect to the output; may be used as scratch space
     * @param inputGradient where the gradient with respect to the input goes, if anybody wants it
     */
    void backward(Matrix input, Matrix output, Matrix outputGradient, GradientTarget inputGradient);

    /**
     * The backward pass as far as the input is concerned. What parameter gradients are afterwards is undefined.
     *
     * @param input as in the forward pass
     * @param output as it came from the forward pass
     * @param outputGradient with respect to the output; may be used as scratch space
     * @param inputGradient where the gradient with respect to the input goes
     */
    default void backwardToInput(Matrix input, Matrix output, Matrix outputGradient, GradientTarget inputGradient) {
        backward(input, output, outputGradient, inputGradient);
    }
}
