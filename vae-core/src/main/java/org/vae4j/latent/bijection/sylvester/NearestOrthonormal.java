package org.vae4j.latent.bijection.sylvester;

import java.util.ArrayList;
import java.util.List;

/** The orthonormal columns that are nearest to a matrix: see {@link OrthogonalBasis}. */
final class NearestOrthonormal implements Frame {

    /** The largest deviation of QᵀQ from I, as a Frobenius norm, at which the iteration ends. */
    private static final double ENOUGH = 1e-12;

    /** The smallest singular value grows by a half in each iteration: this many lift one of 1e-15. */
    private static final int MOST = 120;

    private final double[] matrix;
    private final int latent;
    /** Q of each iteration, and ½ (I - QᵀQ) that leads to the next. */
    private final List<double[]> path = new ArrayList<>();

    private final List<double[]> halves = new ArrayList<>();
    private final double[] toQ;

    /** A matrix of some rows, column by column. */
    NearestOrthonormal(double[] matrix, int latent) {
        this.matrix = matrix;
        this.latent = latent;
        this.toQ = new double[matrix.length];
        double[] q = SmallMatrix.scaled(matrix, 1 / SmallMatrix.norm(matrix));
        double[] half = halfway(q);
        for (int k = 0; k < MOST && 2 * SmallMatrix.norm(half) > ENOUGH; k++) {
            path.add(q);
            halves.add(half);
            q = SmallMatrix.sum(q, SmallMatrix.product(q, half, latent));
            half = halfway(q);
        }
        path.add(q);
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

    /** With S = I + ½ (I - QᵀQ) and N = GᵀQ an iteration gives back G S - ½ Q (N + Nᵀ). */
    @Override
    public void write(double[] target) {
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
