package org.vae4j.layers;

import java.util.List;
import org.vae4j.kernel.Matrix;

/** The forward and backward pass of a vertex with one or several inputs, on matrices that the caller owns. */
public interface JoinOperation {

    /**
     * The number of columns of the output.
     *
     * @param inputColumns number of columns of each input
     * @return columns of the output
     */
    int outputColumns(int[] inputColumns);

    /**
     * The number of rows of the output.
     *
     * @param inputRows number of rows of each input
     * @return those of the first input unless overridden
     */
    default int outputRows(int[] inputRows) {
        return inputRows[0];
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
     * The number of successive examples that belong together in training: a batch is divided between workers in
     * multiples of it.
     *
     * @return 1 unless overridden
     */
    default int rowsTogether() {
        return 1;
    }

    /**
     * Whether the backward pass computes a gradient with respect to an input.
     *
     * @param input number of the input, from 0 on
     * @return true unless overridden
     */
    default boolean givesGradient(int input) {
        return true;
    }

    /**
     * The forward pass.
     *
     * @param inputs each {@code [rows, columns]} of its own
     * @param output {@code [outputRows, outputColumns]}: overwritten
     */
    void forward(List<Matrix> inputs, Matrix output);

    /**
     * The backward pass.
     *
     * @param inputs as in the forward pass
     * @param output as it came from the forward pass
     * @param outputGradient with respect to the output; may be used as scratch space
     * @param targets receive the gradients with respect to the inputs
     */
    void backward(List<Matrix> inputs, Matrix output, Matrix outputGradient, List<GradientTarget> targets);
}
