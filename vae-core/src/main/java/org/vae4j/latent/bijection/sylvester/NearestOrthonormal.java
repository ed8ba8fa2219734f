package org.vae4j.latent.bijection.sylvester;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The orthonormal columns that are nearest to a matrix: see {@link OrthogonalBasis}. A matrix of less than full rank
 * has no single nearest one: it gets one that is near, which is no differentiable function of the matrix there, and
 * whose gradient counts as 0.
 */
final class NearestOrthonormal implements Frame {

    /** The iteration ends where the Frobenius norm of QᵀQ - I is at most this. */
    private static final double TOLERANCE = 1e-12;

    /**
     * A singular value that is small grows by a half in each iteration: this many make one of 1e-12 of the norm large.
     * Smaller ones are lost to the rounding of doubles.
     */
    private static final int MAX_ITERATIONS = 75;

    /** How far a matrix of less than full rank is moved, relative to its norm. */
    private static final double PERTURBATION = 1e-3;

    private final double[] matrix;
    private final int latent;
    private final Iterations iterations;
    /** Whether these columns are a differentiable function of the matrix, as they are where it has full rank. */
    private final boolean hasGradient;

    private final double[] toQ;

    /**
     * The iterations Qₖ₊₁ = Qₖ (I + ½ (I - QₖᵀQₖ)).
     *
     * @param path Q of each, the result last
     * @param halves ½ (I - QᵀQ) that leads to the next
     * @param converged whether the result is orthonormal
     */
    private record Iterations(List<double[]> path, List<double[]> halves, boolean converged) {

        double[] result() {
            return path.get(path.size() - 1);
        }
    }

    /**
     * The columns for a matrix.
     *
     * @param matrix column by column; of one that is not finite, every result is NaN, which trainings look for
     * @param latent its rows, at least as many as its columns
     */
    NearestOrthonormal(double[] matrix, int latent) {
        if (matrix.length > latent * latent) {
            throw new IllegalArgumentException("found " + matrix.length / latent + " columns of " + latent
                    + " rows, expected at most as many columns as rows: others cannot be orthonormal");
        }
        this.matrix = matrix.clone();
        this.latent = latent;
        this.toQ = new double[matrix.length];
        Iterations own = iterate(matrix);
        this.hasGradient = own.converged || !Double.isFinite(SmallMatrix.norm(matrix));
        this.iterations = hasGradient ? own : ofNeighbour();
    }

    /** Each turn moves the columns towards other unit vectors. */
    private Iterations ofNeighbour() {
        for (int turn = 0; turn <= latent; turn++) {
            Iterations neighbours = iterate(moved(turn));
            if (neighbours.converged) {
                return neighbours;
            }
        }
        throw new ArithmeticException("found no matrix of full rank near one of " + latent + " rows and "
                + matrix.length / latent + " columns, expected one: its values may be too small or too large");
    }

    private Iterations iterate(double[] from) {
        List<double[]> path = new ArrayList<>();
        List<double[]> halves = new ArrayList<>();
        double[] q = SmallMatrix.scaled(from, 1 / SmallMatrix.norm(from));
        double[] half = halfway(q);
        for (int k = 0; k < MAX_ITERATIONS && 2 * SmallMatrix.norm(half) > TOLERANCE; k++) {
            path.add(q);
            halves.add(half);
            q = SmallMatrix.sum(q, SmallMatrix.product(q, half, latent));
            half = halfway(q);
        }
        path.add(q);
        return new Iterations(path, halves, 2 * SmallMatrix.norm(half) <= TOLERANCE);
    }

    /** The matrix with a little of a unit vector, another one in each turn, added to each column. */
    private double[] moved(int turn) {
        double[] moved = matrix.clone();
        double norm = SmallMatrix.norm(matrix);
        for (int j = 0; j < moved.length / latent; j++) {
            moved[j * latent + (j + turn) % latent] += norm == 0 ? 1 : PERTURBATION * norm;
        }
        return moved;
    }

    /** ½ (I - QᵀQ). */
    private double[] halfway(double[] q) {
        double[] half = SmallMatrix.scaled(SmallMatrix.transposedProduct(q, q, latent), -0.5);
        int columns = q.length / latent;
        for (int j = 0; j < columns; j++) {
            half[j * columns + j] += 0.5;
        }
        return half;
    }

    @Override
    public double[] times(double[] w) {
        return SmallMatrix.product(iterations.result(), w, latent);
    }

    @Override
    public double[] transposedTimes(double[] x) {
        return SmallMatrix.transposedProduct(iterations.result(), x, latent);
    }

    @Override
    public void addGradient(double[] u, double[] w) {
        for (int at = 0; at < toQ.length; at++) {
            toQ[at] += u[at % latent] * w[at / latent];
        }
    }

    @Override
    public void takeGradient(double[] target) {
        if (hasGradient) {
            throughNorm(throughIterations(), target);
        } else {
            Arrays.fill(target, 0, toQ.length, 0);
        }
        Arrays.fill(toQ, 0);
    }

    /**
     * Undoes the iterations from the last to the first: with S = I + ½ (I - QᵀQ) and N = GᵀQ an iteration gives back G
     * S - ½ Q (N + Nᵀ).
     */
    private double[] throughIterations() {
        double[] g = toQ;
        int columns = toQ.length / latent;
        for (int k = iterations.path.size() - 2; k >= 0; k--) {
            double[] q = iterations.path.get(k);
            double[] n = SmallMatrix.transposedProduct(g, q, latent);
            double[] both = SmallMatrix.scaled(SmallMatrix.sum(n, SmallMatrix.transposed(n, columns)), -0.5);
            double[] own = SmallMatrix.sum(g, SmallMatrix.product(g, iterations.halves.get(k), latent));
            g = SmallMatrix.sum(own, SmallMatrix.product(q, both, latent));
        }
        return g;
    }

    /** The gradient with respect to a matrix of a function of it over its norm. */
    private void throughNorm(double[] g, double[] target) {
        double norm = SmallMatrix.norm(matrix);
        double along = 0;
        for (int i = 0; i < g.length; i++) {
            along += g[i] * matrix[i] / norm;
        }
        for (int i = 0; i < g.length; i++) {
            target[i] = (g[i] - along * matrix[i] / norm) / norm;
        }
    }
}
