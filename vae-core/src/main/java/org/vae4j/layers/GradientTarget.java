package org.vae4j.layers;

import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;

/** Where the gradient with respect to one of several inputs goes. */
public final class GradientTarget {

    /** Nobody wants the gradient. */
    public static final GradientTarget NONE = new GradientTarget(null, false);

    private final Matrix matrix;
    private final boolean accumulates;

    private GradientTarget(Matrix matrix, boolean accumulates) {
        this.matrix = matrix;
        this.accumulates = accumulates;
    }

    /**
     * A gradient that nobody has written before.
     *
     * @param matrix as the input: overwritten
     * @return the target
     */
    public static GradientTarget overwrite(Matrix matrix) {
        return new GradientTarget(matrix, false);
    }

    /**
     * A gradient that another operation has written before.
     *
     * @param matrix as the input: added to
     * @return the target
     */
    public static GradientTarget add(Matrix matrix) {
        return new GradientTarget(matrix, true);
    }

    /** {@return whether anybody wants the gradient} */
    public boolean isWanted() {
        return matrix != null;
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
        if (accumulates) {
            kernels.add(gradient, matrix);
        } else {
            kernels.copy(gradient, matrix);
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
        if (accumulates) {
            kernels.add(gradient, columns);
        } else {
            kernels.fill(matrix, 0);
            kernels.copy(gradient, columns);
        }
    }
}
