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

    /** The largest deviation of QᵀQ from I, as a Frobenius norm, at which the iteration ends. */
    private static final double ENOUGH = 1e-12;

    /**
     * The smallest singular value grows by a half in each iteration: this many lift one of 1e-12 of the norm. What is
     * below is less than what products of doubles tell from 0.
     */
    private static final int MOST = 75;

    /** How far a matrix of less than full rank is moved, by its norm. */
    private static final double MOVE = 1e-3;

    private final double[] matrix;
    private final int latent;
    /** Q of each iteration, and ½ (I - QᵀQ) that leads to the next. */
    private final List<double[]> path = new ArrayList<>();

    private final List<double[]> halves = new ArrayList<>();
    private final double[] toQ;
    /** Whether the matrix has full rank. */
    private final boolean isUnique;

    /** A matrix of some rows, column by column. */
    NearestOrthonormal(double[] matrix, int latent) {
        this.matrix = matrix;
        this.latent = latent;
        this.toQ = new double[matrix.length];
        boolean finite = Double.isFinite(SmallMatrix.norm(matrix));
        isUnique = converges(matrix) || !finite;
        for (int turn = 0; !isUnique && !converges(moved(turn)) && turn < latent; turn++) {
            // Each turn moves the columns towards other unit vectors.
        }
    }

    /** Whether the iteration from a matrix ends at orthonormal columns; its path is kept. */
    private boolean converges(double[] from) {
        path.clear();
        halves.clear();
        double[] q = SmallMatrix.scaled(from, 1 / SmallMatrix.norm(from));
        double[] half = halfway(q);
        for (int k = 0; k < MOST && 2 * SmallMatrix.norm(half) > ENOUGH; k++) {
            path.add(q);
            halves.add(half);
            q = SmallMatrix.sum(q, SmallMatrix.product(q, half, latent));
            half = halfway(q);
        }
        path.add(q);
        return 2 * SmallMatrix.norm(half) <= ENOUGH;
    }

    /** The matrix with a little of a unit vector, another one in each turn, added to each column. */
    private double[] moved(int turn) {
        double[] moved = matrix.clone();
        double norm = SmallMatrix.norm(matrix);
        for (int j = 0; j < moved.length / latent; j++) {
            moved[j * latent + (j + turn) % latent] += norm == 0 ? 1 : MOVE * norm;
        }
        return moved;
    }

    private double[] q() {
        return path.get(path.size() - 1);
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
        return SmallMatrix.product(q(), w, latent);
    }

    @Override
    public double[] transposedTimes(double[] x) {
        return SmallMatrix.transposedProduct(q(), x, latent);
    }

    @Override
    public void addGradient(double[] u, double[] w) {
        for (int at = 0; at < toQ.length; at++) {
            toQ[at] += u[at % latent] * w[at / latent];
        }
    }

    /**
     * Undoes the iterations from the last to the first: with S = I + ½ (I - QᵀQ) and N = GᵀQ an iteration gives back G
     * S - ½ Q (N + Nᵀ).
     */
    @Override
    public void write(double[] target) {
        if (!isUnique) {
            Arrays.fill(target, 0);
            return;
        }
        double[] g = toQ;
        int columns = toQ.length / latent;
        for (int k = path.size() - 2; k >= 0; k--) {
            double[] q = path.get(k);
            double[] n = SmallMatrix.transposedProduct(g, q, latent);
            double[] both = SmallMatrix.scaled(SmallMatrix.sum(n, SmallMatrix.transposed(n, columns)), -0.5);
            double[] own = SmallMatrix.sum(g, SmallMatrix.product(g, halves.get(k), latent));
            g = SmallMatrix.sum(own, SmallMatrix.product(q, both, latent));
        }
        throughNorm(g, target);
        Arrays.fill(toQ, 0);
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
