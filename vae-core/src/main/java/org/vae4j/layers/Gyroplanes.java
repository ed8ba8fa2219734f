package org.vae4j.layers;

import org.vae4j.latent.manifold.PoincareBall;

/**
 * The arithmetic of {@link GyroplaneBlock}: scaled signed distances of points x to gyroplanes (w, b) in the ball of
 * curvature -c, and the gradients of these distances.
 *
 * <p>With λ = 2 / (1 - c ‖x‖²) and the height h = √c xᵀw / ‖w‖, a distance is
 *
 * <pre>
 * ‖w‖ d = ‖w‖ arsinh(s) / √c,   s = sinh(√c d) = λ h cosh(√c b) + (λ - 1) sinh(√c b)
 * </pre>
 *
 * <p>Let g be the gradient with respect to ‖w‖ d. A name that begins with {@code grad} is the gradient with respect to
 * what follows:
 *
 * <pre>
 * gradS       = g ‖w‖ / (√c √(1 + s²))
 * gradH       = gradS λ cosh(√c b)
 * gradProduct = gradH √c / ‖w‖                                 (product: xᵀw)
 * gradLambda  = gradS (h cosh(√c b) + sinh(√c b))              (∂λ/∂x = c λ² x)
 * gradLength  = g arsinh(s) / √c - gradH h / ‖w‖               (length: ‖w‖, ∂‖w‖/∂w = w / ‖w‖)
 * gradB       = gradS √c (λ h sinh(√c b) + (λ - 1) cosh(√c b))
 * </pre>
 *
 * <p>All matrices are stored column by column. Arrays for a batch have one value per row and plane, plane by plane.
 * Nothing here changes an array of the caller but for the two methods called {@code add…}.
 */
final class Gyroplanes {

    private final double sqrtC;
    /** ‖w‖ of each plane. */
    private final double[] lengths;
    /** cosh(√c b) of each plane. */
    private final double[] cosh;
    /** sinh(√c b) of each plane. */
    private final double[] sinh;

    /**
     * Gyroplanes of a ball.
     *
     * @param ball the ball, whose curvature is c
     * @param w {@code [dimensions, planes]}
     * @param b one value per plane
     */
    Gyroplanes(PoincareBall ball, double[] w, double[] b) {
        if (b.length == 0 || w.length % b.length != 0) {
            throw new IllegalArgumentException("found " + w.length + " weights and " + b.length
                    + " biases, expected one bias and one column of weights per gyroplane");
        }
        sqrtC = Math.sqrt(ball.curvature());
        lengths = new double[b.length];
        cosh = new double[b.length];
        sinh = new double[b.length];
        int dimensions = w.length / b.length;
        for (int k = 0; k < b.length; k++) {
            for (int j = 0; j < dimensions; j++) {
                lengths[k] = Math.hypot(lengths[k], w[k * dimensions + j]);
            }
            // Avoids 0/0 for a weight column of zeros, whose output is 0.
            lengths[k] = Math.max(lengths[k], Float.MIN_NORMAL);
            cosh[k] = Math.cosh(sqrtC * b[k]);
            sinh[k] = Math.sinh(sqrtC * b[k]);
        }
    }

    /**
     * The quantities of a batch on which the distances depend.
     *
     * @param lambda λ of each row
     * @param products XW {@code [rows, planes]}
     */
    record Points(double[] lambda, double[] products) {

        int rows() {
            return lambda.length;
        }
    }

    /**
     * Computes λ of each point.
     *
     * @param x the points {@code [rows, dimensions]}
     * @param rows number of points
     * @param products XW {@code [rows, planes]}
     * @throws IllegalArgumentException when a point lies outside the ball
     */
    Points points(double[] x, int rows, double[] products) {
        if (products.length != rows * count()) {
            throw new IllegalArgumentException("found " + products.length + " products of points and weights, expected "
                    + count() + " for each of " + rows + " points");
        }
        double[] squares = new double[rows];
        for (int i = 0; i < x.length; i++) {
            squares[i % rows] += x[i] * x[i];
        }
        double[] lambda = new double[rows];
        for (int r = 0; r < rows; r++) {
            // NaN passes this check: training itself reports that it has diverged.
            if (sqrtC * sqrtC * squares[r] >= 1) {
                throw new IllegalArgumentException("found a point of length " + Math.sqrt(squares[r])
                        + ", expected one inside the Poincare ball, below " + 1 / sqrtC
                        + ": gyroplanes take a latent of the ball (model.posterior=wrapped_normal)");
            }
            lambda[r] = 2 / (1 - sqrtC * sqrtC * squares[r]);
        }
        return new Points(lambda, products);
    }

    /** The distances ‖w‖ d of each row and plane. */
    double[] distances(Points points) {
        int rows = points.rows();
        double[] distances = new double[points.products.length];
        for (int i = 0; i < distances.length; i++) {
            int k = i / rows;
            distances[i] = lengths[k] * asinh(s(points, i % rows, k)) / sqrtC;
        }
        return distances;
    }

    /** The height h of a row above plane k. */
    private double h(Points points, int row, int k) {
        return sqrtC * points.products[k * points.rows() + row] / lengths[k];
    }

    /** s = sinh(√c d) of a row and plane k. */
    private double s(Points points, int row, int k) {
        double lambda = points.lambda[row];
        return lambda * h(points, row, k) * cosh[k] + (lambda - 1) * sinh[k];
    }

    private static double asinh(double x) {
        double size = Math.abs(x);
        return Math.copySign(Math.log1p(size + size * size / (1 + Math.sqrt(1 + size * size))), x);
    }

    /**
     * The gradients of the distances.
     *
     * @param product gradProduct of each row and plane
     * @param lambda gradLambda of each row
     * @param length gradLength of each plane
     * @param b gradB of each plane
     */
    record Gradient(double[] product, double[] lambda, double[] length, double[] b) {}

    /**
     * The backward pass of {@link #distances}.
     *
     * @param points as in the forward pass
     * @param g the gradient with respect to the distances
     */
    Gradient gradient(Points points, double[] g) {
        int rows = points.rows();
        Gradient sums = new Gradient(new double[g.length], new double[rows], new double[count()], new double[count()]);
        for (int i = 0; i < g.length; i++) {
            int k = i / rows;
            int r = i % rows;
            double lambda = points.lambda[r];
            double s = s(points, r, k);
            double h = h(points, r, k);
            double gradS = g[i] * lengths[k] / (sqrtC * Math.sqrt(1 + s * s));
            double gradH = gradS * lambda * cosh[k];
            sums.product[i] = gradH * sqrtC / lengths[k];
            sums.lambda[r] += gradS * (h * cosh[k] + sinh[k]);
            sums.length[k] += g[i] * asinh(s) / sqrtC - gradH * h / lengths[k];
            sums.b[k] += gradS * sqrtC * (lambda * h * sinh[k] + (lambda - 1) * cosh[k]);
        }
        return sums;
    }

    private int count() {
        return lengths.length;
    }

    /** Adds gradLength ∂‖w‖/∂w, the part of the gradient with respect to W that does not pass through XW. */
    void addThroughLengths(Gradient gradient, double[] w, double[] gradW) {
        int dimensions = w.length / count();
        for (int i = 0; i < w.length; i++) {
            int k = i / dimensions;
            gradW[i] += gradient.length[k] * w[i] / lengths[k];
        }
    }

    /** Adds gradLambda ∂λ/∂x, the part of the gradient with respect to X that does not pass through XW. */
    void addThroughLambda(Points points, Gradient gradient, double[] x, double[] gradX) {
        int rows = points.rows();
        for (int i = 0; i < x.length; i++) {
            double lambda = points.lambda[i % rows];
            gradX[i] += gradient.lambda[i % rows] * sqrtC * sqrtC * lambda * lambda * x[i];
        }
    }
}
