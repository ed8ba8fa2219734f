package org.vae4j.layers;

import org.vae4j.kernel.Accumulate;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;

/** Where the gradient with respect to an input goes, if anybody wants it. */
public final class GradientTarget {

    /** Nobody wants the gradient. */
    public static final GradientTarget NONE = new GradientTarget(null, Accumulate.NO);

    private final Matrix matrix;
    private final Accumulate accumulate;

    private GradientTarget(Matrix matrix, Accumulate accumulate) {
        this.matrix = matrix;
        this.accumulate = accumulate;
    }

    /**
     * A gradient that nobody has written before.
     *
     * @param matrix as the input: overwritten
     * @return the target
     */
    public static GradientTarget overwrite(Matrix matrix) {
        return new GradientTarget(matrix, Accumulate.NO);
    }

    /**
     * A gradient that another operation has written before.
     *
     * @param matrix as the input: added to
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
     * The matrix that the gradient goes to.
     *
     * @return as the input
     * @throws IllegalStateException if nobody wants the gradient
     */
    public Matrix matrix() {
        if (!isWanted()) {
            throw new IllegalStateException("the gradient has no place to go; ask isWanted() first");
        }
        return matrix;
    }

    /** {@return whether the gradient is added to what stands in the matrix} */
    public Accumulate accumulate() {
        return accumulate;
    }

    /**
     * Sets the matrix to 0 unless the gradient is added to it: for operations that add to it part by part.
     *
     * @param kernels what fills it
     */
    public void beginSum(Kernels kernels) {
        if (isWanted() && accumulate == Accumulate.NO) {
            kernels.fill(matrix, 0);
        }
    }

    /**
     * Hands over the gradient.
     *
     * @param kernels what copies or adds it
     * @param gradient as the input; ignored where nobody wants it
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
     * Hands over the gradient.
     *
     * @param kernels what writes or adds it
     * @param gradient as the input, column by column; ignored where nobody wants it
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
     * Hands over the gradient of a product X · W with respect to X, which is G · Wᵀ; computed only where it is wanted.
     *
     * @param kernels what multiplies
     * @param gradient G, with respect to the product
     * @param weights W
     */
    public void receiveThrough(Kernels kernels, Matrix gradient, Matrix weights) {
        if (isWanted()) {
            kernels.timesTransposed(gradient, weights, matrix, accumulate);
        }
    }

    /**
     * Hands over the gradient of some columns; that of the others is 0.
     *
     * @param kernels what copies or adds it
     * @param gradient of the columns; ignored where nobody wants it
     * @param first the first of the columns
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
