package org.vae4j.layers;

import org.vae4j.kernel.Matrix;

/**
 * The forward and backward pass of one layer, on matrices that the caller owns. Layer implementations provide it; their
 * DL4J methods only add workspaces.
 */
public interface Operation {

    /**
     * The number of columns of the output.
     *
     * @param inputColumns number of columns of the input
     * @return columns of the output
     */
    int outputColumns(int inputColumns);

    /**
     * Whether the output depends on the input.
     *
     * @return true unless overridden: false for a layer that puts out its parameters
     */
    default boolean readsInput() {
        return true;
    }

    /**
     * The number of rows of the output.
     *
     * @param inputRows number of rows of the input
     * @return as many unless overridden
     */
    default int outputRows(int inputRows) {
        return inputRows;
    }

    /**
     * Whether each output row depends on its own example alone, so that a batch can be divided between workers.
     *
     * @return true unless overridden
     */
    default boolean perExample() {
        return true;
    }

    /**
     * Whether the output has a continuous derivative with respect to the input, which Hamiltonian chains need.
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
     * The backward pass. Parameter gradients, summed over the rows, overwrite the layer's part of the network's
     * gradient array.
     *
     * @param input as in the forward pass
     * @param output as it came from the forward pass
     * @param outputGradient with respect to the output; may be used as scratch space
     * @param inputGradient receives the gradient with respect to the input, if it is wanted
     */
    void backward(Matrix input, Matrix output, Matrix outputGradient, GradientTarget inputGradient);

    /**
     * The backward pass for the input alone. The parameter gradients are undefined afterwards.
     *
     * @param input as in the forward pass
     * @param output as it came from the forward pass
     * @param outputGradient with respect to the output; may be used as scratch space
     * @param inputGradient receives the gradient with respect to the input
     */
    default void backwardToInput(Matrix input, Matrix output, Matrix outputGradient, GradientTarget inputGradient) {
        backward(input, output, outputGradient, inputGradient);
    }
}
