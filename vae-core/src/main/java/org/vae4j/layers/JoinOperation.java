package org.vae4j.layers;

import java.util.List;
import org.vae4j.kernel.Matrix;

/** The arithmetic of a vertex with one or several inputs on matrices that the caller owns. */
public interface JoinOperation {

    /**
     * Number of columns that come out.
     *
     * @param inputColumns number of columns of each input
     * @return columns of the output
     */
    int outputColumns(int[] inputColumns);

    /**
     * Number of rows that come out.
     *
     * @param inputRows number of rows of each input
     * @return those of the first input unless overridden
     */
    default int outputRows(int[] inputRows) {
        return inputRows[0];
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
     * How many successive examples belong together in training, so that a batch can be divided between workers in
     * multiples of that.
     *
     * @return 1 unless overridden
     */
    default int rowsTogether() {
        return 1;
    }

    /**
     * Whether anything that comes back is handed on to an input.
     *
     * @param input number of the input
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
     * @param targets where the gradient with respect to each input goes
     */
    void backward(List<Matrix> inputs, Matrix output, Matrix outputGradient, List<GradientTarget> targets);
}
