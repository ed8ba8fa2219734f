package org.vae4j.model.weights;

import java.util.Arrays;
import org.vae4j.kernel.Accumulate;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Lines;
import org.vae4j.kernel.Matrix;

/**
 * Looks for the largest singular value of a matrix W in the space that v₀ = Wᵀu₀, WᵀW v₀, (WᵀW)² v₀, … span: the
 * largest ‖W v‖ over its unit vectors v (Rayleigh and Ritz). It is exact where the space is as large as the smaller
 * side of W, and converges faster than the power method, whose iterates lie in the space.
 *
 * <p>The singular vectors are those of the last search. Not safe for use by several threads at once.
 */
final class KrylovSpace {

    /** Squarings of a matrix of Ritz values; one more halves what is left of the second largest's exponent. */
    private static final int SQUARINGS = 40;

    /** A direction that is so much shorter than before it was made orthogonal to the others is rounding. */
    private static final double NOTHING_NEW = 1e-6;

    private final Kernels kernels;
    private final Matrix weights;
    private final Matrix start;
    /** An orthonormal basis of the space, W times it, and the next vector of the basis. */
    private final Matrix basis;

    private final Matrix images;
    private final Matrix next;
    private final Matrix left;

    /**
     * A space for a matrix.
     *
     * @param weights W {@code [n, m]}, looked at in each search
     * @param directions the dimensions of the space, ≥ 1; no more than n or m are used
     * @param start u₀, n numbers
     */
    KrylovSpace(Matrix weights, int directions, double[] start) {
        int most = Math.min(directions, Math.min(weights.rows(), weights.columns()));
        this.kernels = Kernels.of(weights.type());
        this.weights = weights;
        this.start = Matrix.allocate(weights.type(), weights.rows(), 1);
        kernels.write(start, this.start);
        this.basis = Matrix.allocate(weights.type(), weights.columns(), most);
        this.images = Matrix.allocate(weights.type(), weights.rows(), most);
        this.next = Matrix.allocate(weights.type(), weights.columns(), 1);
        this.left = Matrix.allocate(weights.type(), weights.rows(), 1);
    }

    /** {@return σ, ≥ 0} */
    double largest() {
        int found = span();
        Matrix gram = Matrix.allocate(weights.type(), found, found);
        Matrix seen = images.columns(0, found);
        kernels.transposedTimes(seen, seen, gram);
        double[] values = new double[found * found];
        kernels.read(gram, values);
        Matrix coordinates = Matrix.allocate(weights.type(), found, 1);
        kernels.write(dominant(values, found), coordinates);
        kernels.times(basis.columns(0, found), coordinates, next);
        unit(next);
        kernels.times(weights, next, left);
        return unit(left);
    }

    /** {@return u of the last search, {@code [n, 1]}; 0 for weights of 0} */
    Matrix left() {
        return left;
    }

    /** {@return v of the last search, {@code [m, 1]}} */
    Matrix right() {
        return next;
    }

    /** Fills the basis and W times it; returns how many vectors it has, fewer where W has a smaller rank. */
    private int span() {
        kernels.transposedTimes(weights, start, next);
        unit(next);
        for (int j = 0; ; j++) {
            kernels.copy(next, basis.columns(j, j + 1));
            Matrix image = images.columns(j, j + 1);
            kernels.times(weights, basis.columns(j, j + 1), image);
            if (j + 1 == basis.columns()) {
                return j + 1;
            }
            kernels.transposedTimes(weights, image, next);
            double before = unit(next);
            double apart = orthogonalised(j + 1);
            if (!(before > 0) || !(apart > NOTHING_NEW)) {
                return j + 1;
            }
        }
    }

    /** Takes away of the next vector what lies in the basis, twice because of rounding; returns what is left of it. */
    private double orthogonalised(int count) {
        Matrix before = basis.columns(0, count);
        Matrix shares = Matrix.allocate(weights.type(), count, 1);
        double left = 1;
        for (int time = 0; time < 2; time++) {
            kernels.transposedTimes(before, next, shares);
            scale(shares, -1);
            kernels.times(before.allRows(), shares.allRows(), next.allRows(), Accumulate.YES);
            left *= unit(next);
        }
        return left;
    }

    /** Divides a column by its length, which is returned. */
    private double unit(Matrix column) {
        double[] square = new double[1];
        kernels.products(column, column, Lines.COLUMNS, square);
        double length = Math.sqrt(square[0]);
        if (length > 0) {
            scale(column, 1 / length);
        }
        return length;
    }

    private void scale(Matrix column, double factor) {
        kernels.scaleAndShift(column, Lines.COLUMNS, new double[] {factor}, new double[1], column);
    }

    /** The eigenvector of the largest eigenvalue of a symmetric positive matrix, by squaring it again and again. */
    private static double[] dominant(double[] matrix, int n) {
        double[] power = matrix.clone();
        for (int i = 0; i < SQUARINGS && normalise(power, n); i++) {
            power = squared(power, n);
        }
        int largest = 0;
        for (int j = 1; j < n; j++) {
            largest = power[j * n + j] > power[largest * n + largest] ? j : largest;
        }
        double[] column = Arrays.copyOfRange(power, largest * n, (largest + 1) * n);
        if (Arrays.stream(column).allMatch(value -> value == 0)) {
            column[largest] = 1;
        }
        return column;
    }

    /** Divides by the trace; returns false for a matrix of 0. */
    private static boolean normalise(double[] matrix, int n) {
        double trace = 0;
        for (int j = 0; j < n; j++) {
            trace += matrix[j * n + j];
        }
        for (int i = 0; trace > 0 && i < matrix.length; i++) {
            matrix[i] /= trace;
        }
        return trace > 0;
    }

    private static double[] squared(double[] matrix, int n) {
        double[] square = new double[matrix.length];
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < n; k++) {
                double factor = matrix[i * n + k];
                for (int j = 0; j < n; j++) {
                    square[i * n + j] += factor * matrix[k * n + j];
                }
            }
        }
        return square;
    }
}
