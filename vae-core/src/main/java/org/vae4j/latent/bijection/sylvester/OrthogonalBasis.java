package org.vae4j.latent.bijection.sylvester;

import java.util.ArrayList;
import java.util.List;

/**
 * Q is what Q ← Q (I + ½ (I - QᵀQ)) leads to, the orthonormal matrix that is nearest to P (Björck and Bowie
 * 1971; van den Berg et al. 2018, orthogonal Sylvester flows). It begins with
 * P over its norm. P is the parameters and the unit vectors of the first dimensions, since a P of 0 is near none, and an
 * encoder begins near it.
 *
 * @param columns how many, from 1 to the latent dimensions; the parameters are a matrix of that many columns
 */
record OrthogonalBasis(int columns) implements Basis {

    /** The largest deviation of QᵀQ from I, as a Frobenius norm, at which the iteration ends. */
    private static final double ENOUGH = 1e-12;

    /** The smallest singular value grows by a half in each iteration: this many lift one of 1e-15. */
    private static final int MOST = 120;

    @Override
    public int parameterCount(int latent) {
        return Math.multiplyExact(columns, latent);
    }

    @Override
    public int columns(int latent) {
        return columns;
    }

    @Override
    public double[] of(double[] parameters, int latent) {
        List<double[]> path = path(parameters, latent);
        return path.get(path.size() - 1);
    }

    private List<double[]> path(double[] parameters, int latent) {
        double[] p = SmallMatrix.sum(parameters, unitVectors(latent));
        double[] q = SmallMatrix.scaled(p, 1 / SmallMatrix.norm(p));
        List<double[]> path = new ArrayList<>(List.of(q));
        for (int k = 0; k < MOST; k++) {
            double[] half = halfway(q, latent);
            if (2 * SmallMatrix.norm(half) <= ENOUGH) {
                break;
            }
            q = SmallMatrix.sum(q, SmallMatrix.product(q, half, latent));
            path.add(q);
        }
        return path;
    }

    private double[] unitVectors(int latent) {
        double[] q = new double[columns * latent];
        for (int j = 0; j < columns; j++) {
            q[j * latent + j] = 1;
        }
        return q;
    }

    /** ½ (I - QᵀQ). */
    private double[] halfway(double[] q, int latent) {
        double[] half = SmallMatrix.scaled(SmallMatrix.transposedProduct(q, q, latent), -0.5);
        for (int j = 0; j < columns; j++) {
            half[j * columns + j] += 0.5;
        }
        return half;
    }

    /** With S = I + ½ (I - QᵀQ) and N = GᵀQ a step gives back G S - ½ Q (N + Nᵀ). */
    @Override
    public double[] backward(double[] parameters, int latent, double[] gradient) {
        List<double[]> path = path(parameters, latent);
        double[] g = gradient;
        for (int k = path.size() - 2; k >= 0; k--) {
            double[] q = path.get(k);
            double[] n = SmallMatrix.transposedProduct(g, q, latent);
            double[] both = SmallMatrix.scaled(SmallMatrix.sum(n, SmallMatrix.transposed(n, columns)), -0.5);
            double[] own = SmallMatrix.sum(g, SmallMatrix.product(g, halfway(q, latent), latent));
            g = SmallMatrix.sum(own, SmallMatrix.product(q, both, latent));
        }
        return throughNorm(SmallMatrix.sum(parameters, unitVectors(latent)), g);
    }

    /** The gradient with respect to P of a function of P / ‖P‖. */
    private static double[] throughNorm(double[] p, double[] gradient) {
        double norm = SmallMatrix.norm(p);
        double[] result = new double[p.length];
        double along = 0;
        for (int i = 0; i < result.length; i++) {
            along += gradient[i] * p[i] / norm;
        }
        for (int i = 0; i < result.length; i++) {
            result[i] = (gradient[i] - along * p[i] / norm) / norm;
        }
        return result;
    }
}
