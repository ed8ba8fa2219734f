package org.vae4j.model.weights;

import java.util.Arrays;
import org.vae4j.kernel.Accumulate;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Lines;
import org.vae4j.kernel.Matrix;

/**
 * Estimates the largest singular value σ of a matrix W {@code [n, m]} with its singular vectors u and v, by the
 * Rayleigh-Ritz method on the Krylov space that v₀ = Wᵀu₀, WᵀW v₀, (WᵀW)² v₀, … span.
 *
 * <p>With an orthonormal basis V of the space, and c the leading eigenvector of the Gram matrix (WV)ᵀ(WV), the estimate
 * is v = V c / ‖V c‖, σ = ‖W v‖ and u = W v / σ: the largest ‖W v‖ over the unit vectors of the space. It never exceeds
 * the exact value. It is exact where the space has as many dimensions as the smaller side of W, and it is at least as
 * close as the power method after as many products, since that method's iterates lie in the space.
 *
 * <p>The singular vectors are those of the last call of {@link #largestSingularValue}, which overwrites them. Not safe
 * for use by several threads at once.
 */
final class KrylovSpace {

    /** The Gram matrix is squared so often: its 2⁴⁰-th power is a multiple of c cᵀ unless two eigenvalues agree. */
    private static final int SQUARINGS = 40;

    /** A candidate whose part orthogonal to the basis is shorter than this share of it consists of rounding errors. */
    private static final double MIN_ORTHOGONAL_SHARE = 1e-6;

    /** One pass of Gram-Schmidt leaves rounding errors along the basis; a second pass removes them. */
    private static final int ORTHOGONALISATIONS = 2;

    private final Kernels kernels;
    private final Matrix weights;
    private final Matrix start;
    /** V {@code [m, dimensions]}. */
    private final Matrix basis;
    /** W V {@code [n, dimensions]}. */
    private final Matrix images;
    /** The next vector of the basis, while the basis is built. */
    private final Matrix candidate;

    private final Matrix left;
    private final Matrix right;

    /**
     * Allocates the memory of the search.
     *
     * @param weights W {@code [n, m]}; not copied, so that each search reads its present values
     * @param directions the dimensions of the space, ≥ 1; min(n, m) at most are used
     * @param start u₀, n numbers, which are copied
     */
    KrylovSpace(Matrix weights, int directions, double[] start) {
        if (directions < 1) {
            throw new IllegalArgumentException("found " + directions + " directions, expected a number >= 1");
        }
        if (start.length != weights.rows()) {
            throw new IllegalArgumentException("found a start of " + start.length + " numbers, expected "
                    + weights.rows() + ", one per row of the weights");
        }
        int dimensions = Math.min(directions, Math.min(weights.rows(), weights.columns()));
        this.kernels = Kernels.of(weights.type());
        this.weights = weights;
        this.start = Matrix.allocate(weights.type(), weights.rows(), 1);
        kernels.write(start, this.start);
        this.basis = Matrix.allocate(weights.type(), weights.columns(), dimensions);
        this.images = Matrix.allocate(weights.type(), weights.rows(), dimensions);
        this.candidate = Matrix.allocate(weights.type(), weights.columns(), 1);
        this.left = Matrix.allocate(weights.type(), weights.rows(), 1);
        this.right = Matrix.allocate(weights.type(), weights.columns(), 1);
    }

    /** Computes σ, u and v of the present weights; returns σ ≥ 0. */
    double largestSingularValue() {
        int dimensions = buildBasis();
        Matrix gram = Matrix.allocate(weights.type(), dimensions, dimensions);
        Matrix usedImages = images.columns(0, dimensions);
        kernels.transposedTimes(usedImages, usedImages, gram);
        double[] values = new double[dimensions * dimensions];
        kernels.read(gram, values);
        Matrix coordinates = Matrix.allocate(weights.type(), dimensions, 1);
        kernels.write(leadingEigenvector(values, dimensions), coordinates);
        kernels.times(basis.columns(0, dimensions), coordinates, right);
        normalise(right);
        kernels.times(weights, right, left);
        return normalise(left);
    }

    /** {@return u of the last search, {@code [n, 1]}; 0 for weights of 0} */
    Matrix left() {
        return left;
    }

    /** {@return v of the last search, {@code [m, 1]}} */
    Matrix right() {
        return right;
    }

    /** Computes V and W V; returns the number of their columns, which is smaller where W has a smaller rank. */
    private int buildBasis() {
        kernels.transposedTimes(weights, start, candidate);
        normalise(candidate);
        for (int j = 0; ; j++) {
            kernels.copy(candidate, basis.columns(j, j + 1));
            Matrix image = images.columns(j, j + 1);
            kernels.times(weights, basis.columns(j, j + 1), image);
            if (j + 1 == basis.columns()) {
                return j + 1;
            }
            kernels.transposedTimes(weights, image, candidate);
            double length = normalise(candidate);
            double orthogonalShare = orthogonalise(j + 1);
            // Negated, so that a NaN ends the search too.
            if (!(length > 0) || !(orthogonalShare > MIN_ORTHOGONAL_SHARE)) {
                return j + 1;
            }
        }
    }

    /**
     * Subtracts from the candidate its projection on the first {@code count} vectors of the basis, and gives the rest
     * unit length; returns the length of the rest as a share of the candidate's.
     */
    private double orthogonalise(int count) {
        Matrix vectors = basis.columns(0, count);
        Matrix projections = Matrix.allocate(weights.type(), count, 1);
        double share = 1;
        for (int pass = 0; pass < ORTHOGONALISATIONS; pass++) {
            kernels.transposedTimes(vectors, candidate, projections);
            scale(projections, -1);
            kernels.times(vectors.allRows(), projections.allRows(), candidate.allRows(), Accumulate.YES);
            share *= normalise(candidate);
        }
        return share;
    }

    /** Divides a column in place by its length, unless that is 0; returns the length. */
    private double normalise(Matrix column) {
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

    /**
     * An eigenvector c of the largest eigenvalue of a symmetric positive semidefinite n × n matrix: the longest column
     * of a high power of it, which is a multiple of c cᵀ. The first unit vector for a matrix of 0.
     */
    private static double[] leadingEigenvector(double[] matrix, int n) {
        double[] power = matrix.clone();
        for (int i = 0; i < SQUARINGS && divideByTrace(power, n); i++) {
            power = squared(power, n);
        }
        int longest = 0;
        for (int j = 1; j < n; j++) {
            longest = power[j * n + j] > power[longest * n + longest] ? j : longest;
        }
        double[] column = Arrays.copyOfRange(power, longest * n, (longest + 1) * n);
        if (Arrays.stream(column).allMatch(value -> value == 0)) {
            column[longest] = 1;
        }
        return column;
    }

    /** Divides the matrix in place by its trace, against overflow; returns false for a matrix of 0. */
    private static boolean divideByTrace(double[] matrix, int n) {
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
