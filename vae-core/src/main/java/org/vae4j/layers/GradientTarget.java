package org.vae4j.layers;

import org.vae4j.kernel.Accumulate;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;

/** Receives the gradient with respect to an input, in a matrix of the caller's, or discards it if nobody wants it. */
public final class GradientTarget {

    /** Discards the gradient. */
    public static final GradientTarget NONE = new GradientTarget(null, Accumulate.NO);

    private final Matrix matrix;
    private final Accumulate accumulate;

    private GradientTarget(Matrix matrix, Accumulate accumulate) {
        this.matrix = matrix;
        this.accumulate = accumulate;
    }

    /**
     * A target whose matrix is overwritten with the gradient.
     *
     * @param matrix of the input's size
     * @return the target
     */
    public static GradientTarget overwrite(Matrix matrix) {
        return new GradientTarget(matrix, Accumulate.NO);
    }

    /**
     * A target that adds the gradient to its matrix, which holds the gradient of other readers of the input.
     *
     * @param matrix of the input's size
     * @return the target
     */
    public static GradientTarget add(Matrix matrix) {
        return new GradientTarget(matrix, Accumulate.YES);
    }

    /** {@return whether anybody wants the gradient} */
    public boolean isWanted() {
        return matrix != null;
    }

    /**
     * The matrix that receives the gradient.
     *
     * @return a matrix of the input's size
     * @throws IllegalStateException if nobody wants the gradient
     */
    public Matrix matrix() {
        if (!isWanted()) {
            throw new IllegalStateException(
                    "found no matrix for the gradient, which is not wanted; ask isWanted() first");
        }
        return matrix;
    }

    /** {@return whether the gradient is added to the matrix or overwrites it} */
    public Accumulate accumulate() {
        return accumulate;
    }

    /**
     * Sets the matrix to 0 unless the gradient is added to it. Operations that add the gradient part by part begin so.
     *
     * @param kernels the kernels that fill the matrix
     */
    public void beginSum(Kernels kernels) {
        if (isWanted() && accumulate == Accumulate.NO) {
            kernels.fill(matrix, 0);
        }
    }

    /**
     * Takes the gradient.
     *
     * @param kernels the kernels that copy or add it
     * @param gradient of the input's size; ignored if nobody wants it
     */
    public void receive(Kernels kernels, Matrix gradient) {
        if (!isWanted()) {
            return;
        }
        if (accumulate == Accumulate.YES) {
            kernels.add(gradient, matrix);
        } else {
            kernels.copy(gradient, matrix);
        }
    }

    /**
     * Takes the gradient.
     *
     * @param kernels the kernels that write or add it
     * @param gradient of the input's size, column by column; ignored if nobody wants it
     */
    public void receive(Kernels kernels, double[] gradient) {
        if (!isWanted()) {
            return;
        }
        if (accumulate == Accumulate.YES) {
            Matrix added = Matrix.allocate(matrix.type(), matrix.rows(), matrix.columns());
            kernels.write(gradient, added);
            kernels.add(added, matrix);
        } else {
            kernels.write(gradient, matrix);
        }
    }

    /**
     * Takes the gradient of a product X·W with respect to X, which is G·Wᵀ. The product is computed only if the
     * gradient is wanted.
     *
     * @param kernels the kernels that multiply
     * @param gradient G, the gradient with respect to X·W
     * @param weights W
     */
    public void receiveThrough(Kernels kernels, Matrix gradient, Matrix weights) {
        if (isWanted()) {
            kernels.timesTransposed(gradient, weights, matrix, accumulate);
        }
    }

    /**
     * Takes the gradient of some successive columns; that of the others is 0.
     *
     * @param kernels the kernels that copy or add it
     * @param gradient of the columns; ignored if nobody wants it
     * @param first number of the first column
     */
    public void receiveColumns(Kernels kernels, Matrix gradient, int first) {
        if (!isWanted()) {
            return;
        }
        Matrix columns = matrix.columns(first, first + gradient.columns());
        if (accumulate == Accumulate.YES) {
            kernels.add(gradient, columns);
        } else {
            kernels.fill(matrix, 0);
            kernels.copy(gradient, columns);
        }
    }
}
