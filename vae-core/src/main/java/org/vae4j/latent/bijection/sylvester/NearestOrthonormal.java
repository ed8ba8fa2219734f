package org.vae4j.latent.bijection.sylvester;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The orthonormal columns Q that are nearest to a matrix P in the Frobenius norm, by the Newton-Schulz iteration
 * Q₀ = P / ‖P‖, Qₖ₊₁ = Qₖ (I + ½ (I - QₖᵀQₖ)) (Björck and Bowie 1971).
 *
 * <p>The gradient G with respect to Qₖ₊₁ gives G (I + ½ (I - QₖᵀQₖ)) - ½ Qₖ (N + Nᵀ) with N = GᵀQₖ with respect to Qₖ,
 * and G with respect to Q₀ gives (G - ⟨G, Q₀⟩ Q₀) / ‖P‖ with respect to P.
 *
 * <p>A matrix of less than full rank has no single nearest Q. It gets the Q of a matrix near it; Q is not
 * differentiable there, and its gradient counts as 0.
 */
final class NearestOrthonormal implements Frame {

    /** The iteration ends where the Frobenius norm of QᵀQ - I is at most this. */
    private static final double TOLERANCE = 1e-12;

    /**
     * A small singular value grows by a half in each iteration, so that 75 iterations lift one of 1e-12 of the norm to
     * 1. Smaller ones are lost to the rounding of QᵀQ.
     */
    private static final int MAX_ITERATIONS = 75;

    /** The distance of the matrix that replaces one of less than full rank, relative to its norm. */
    private static final double PERTURBATION = 1e-3;

    private final double[] matrix;
    private final int latent;
    private final Iterations iterations;
    /** Whether Q is a differentiable function of the matrix, which it is at full rank. */
    private final boolean hasGradient;

    /** The sum of gradients with respect to Q. */
    private final double[] toQ;

    /**
     * A run of the iteration.
     *
     * @param path Q₀, Q₁ and so on, the result last
     * @param halves ½ (I - QₖᵀQₖ) for all Qₖ but the last
     * @param converged whether the result is orthonormal
     */
    private record Iterations(List<double[]> path, List<double[]> halves, boolean converged) {

        double[] result() {
            return path.get(path.size() - 1);
        }
    }

    /**
     * Computes the columns that are nearest to a matrix.
     *
     * @param matrix P, column by column; where it is not finite, all results are NaN, which trainings detect
     * @param latent the number of rows, at least the number of columns
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
        this.iterations = hasGradient ? own : iterateFromNeighbour();
    }

    /** Runs the iteration from matrices near P, until one has full rank. */
    private Iterations iterateFromNeighbour() {
        for (int attempt = 0; attempt <= latent; attempt++) {
            Iterations found = iterate(neighbour(attempt));
            if (found.converged) {
                return found;
            }
        }
        throw new ArithmeticException("found no matrix of full rank near one of " + latent + " rows and "
                + matrix.length / latent + " columns, expected one: its values may be too small or too large");
    }

    private Iterations iterate(double[] from) {
        List<double[]> path = new ArrayList<>();
        List<double[]> halves = new ArrayList<>();
        double[] q = SmallMatrix.scaled(from, 1 / SmallMatrix.norm(from));
        double[] half = halfDefect(q);
        for (int k = 0; k < MAX_ITERATIONS && 2 * SmallMatrix.norm(half) > TOLERANCE; k++) {
            path.add(q);
            halves.add(half);
            q = SmallMatrix.sum(q, SmallMatrix.product(q, half, latent));
            half = halfDefect(q);
        }
        path.add(q);
        return new Iterations(path, halves, 2 * SmallMatrix.norm(half) <= TOLERANCE);
    }

    /** P with a small multiple of a unit vector added to each column; every attempt takes other unit vectors. */
    private double[] neighbour(int attempt) {
        double[] neighbour = matrix.clone();
        double norm = SmallMatrix.norm(matrix);
        for (int j = 0; j < neighbour.length / latent; j++) {
            neighbour[j * latent + (j + attempt) % latent] += norm == 0 ? 1 : PERTURBATION * norm;
        }
        return neighbour;
    }

    /** ½ (I - QᵀQ). */
    private double[] halfDefect(double[] q) {
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

    /** Returns the gradient with respect to Q₀. */
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

    /** Writes the gradient with respect to P, given that with respect to Q₀ = P / ‖P‖. */
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
