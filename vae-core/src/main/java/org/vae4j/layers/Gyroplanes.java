package org.vae4j.layers;

import org.vae4j.latent.manifold.PoincareBall;

/**
 * The arithmetic of {@link GyroplaneBlock}: ‖w‖ d of points x and gyroplanes (w, b), with the height h = √c xᵀw/‖w‖ and
 * sinh(√c d) = s = λ h cosh(√c b) + (λ - 1) sinh(√c b).
 *
 * <p>Arrays of a batch have one value per row and plane, plane by plane. In the backward pass, toHeight is the gradient
 * with respect to h.
 */
final class Gyroplanes {

    /** √c. */
    private final double root;
    /** ‖w‖ of each plane. */
    private final double[] lengths;
    /** cosh(√c b) of each plane. */
    private final double[] cosh;
    /** sinh(√c b) of each plane. */
    private final double[] sinh;

    /**
     * Some gyroplanes.
     *
     * @param ball where they are
     * @param w {@code [dimensions, planes]}, column by column
     * @param b one value per plane
     */
    Gyroplanes(PoincareBall ball, double[] w, double[] b) {
        root = Math.sqrt(ball.curvature());
        lengths = new double[b.length];
        cosh = new double[b.length];
        sinh = new double[b.length];
        int dimensions = w.length / b.length;
        for (int k = 0; k < b.length; k++) {
            for (int j = 0; j < dimensions; j++) {
                lengths[k] = Math.hypot(lengths[k], w[k * dimensions + j]);
            }
            // Where w = 0 the output is 0, and not 0/0.
            lengths[k] = Math.max(lengths[k], Float.MIN_NORMAL);
            cosh[k] = Math.cosh(root * b[k]);
            sinh[k] = Math.sinh(root * b[k]);
        }
    }

    /**
     * What the planes read of a batch.
     *
     * @param lambda λ = 2 / (1 - c ‖x‖²) of each row
     * @param products XW
     */
    record Points(double[] lambda, double[] products) {

        int rows() {
            return lambda.length;
        }
    }

    /**
     * The points of a batch.
     *
     * @param x {@code [rows, dimensions]}, column by column
     * @param rows how many
     * @param products XW
     * @throws IllegalArgumentException when a point lies outside the ball
     */
    Points points(double[] x, int rows, double[] products) {
        double[] lambda = new double[rows];
        for (int i = 0; i < x.length; i++) {
            lambda[i % rows] += x[i] * x[i];
        }
        for (int r = 0; r < rows; r++) {
            // NaN passes on: the training says that it has diverged.
            if (root * root * lambda[r] >= 1) {
                throw new IllegalArgumentException("found a point of length " + Math.sqrt(lambda[r])
                        + ", expected one inside the Poincare ball, below " + 1 / root
                        + ": gyroplanes take a latent of the ball (model.posterior=wrapped_normal)");
            }
            lambda[r] = 2 / (1 - root * root * lambda[r]);
        }
        return new Points(lambda, products);
    }

    /** ‖w‖ d of each row and plane. */
    double[] distances(Points points) {
        int rows = points.rows();
        double[] distances = new double[points.products.length];
        for (int at = 0; at < distances.length; at++) {
            int k = at / rows;
            distances[at] = lengths[k] * asinh(sine(points, at % rows, k)) / root;
        }
        return distances;
    }

    /** The height h = √c xᵀw/‖w‖ of a row above the plane through the origin. */
    private double height(Points points, int row, int k) {
        return root * points.products[k * points.rows() + row] / lengths[k];
    }

    /** s = sinh(√c d) of a row and a plane. */
    private double sine(Points points, int row, int k) {
        double lambda = points.lambda[row];
        return lambda * height(points, row, k) * cosh[k] + (lambda - 1) * sinh[k];
    }

    private static double asinh(double x) {
        double size = Math.abs(x);
        return Math.copySign(Math.log1p(size + size * size / (1 + Math.sqrt(1 + size * size))), x);
    }

    /**
     * The gradient of {@link #distances}, with x and w taken apart: through XW, λ and ‖w‖.
     *
     * @param products with respect to XW
     * @param lambda with respect to λ of each row
     * @param lengths with respect to ‖w‖ of each plane
     * @param b with respect to b of each plane
     */
    record Gradient(double[] products, double[] lambda, double[] lengths, double[] b) {}

    /**
     * The backward pass of {@link #distances}: d arsinh(s) / ds = 1 / √(1 + s²).
     *
     * @param points as in the forward pass
     * @param gradient with respect to the distances
     */
    Gradient gradient(Points points, double[] gradient) {
        int rows = points.rows();
        Gradient found =
                new Gradient(new double[gradient.length], new double[rows], new double[count()], new double[count()]);
        for (int at = 0; at < gradient.length; at++) {
            int k = at / rows;
            int r = at % rows;
            double lambda = points.lambda[r];
            double sine = sine(points, r, k);
            double height = height(points, r, k);
            double toSine = gradient[at] * lengths[k] / (root * Math.sqrt(1 + sine * sine));
            double toHeight = toSine * lambda * cosh[k];
            found.products[at] = toHeight * root / lengths[k];
            found.lambda[r] += toSine * (height * cosh[k] + sinh[k]);
            found.lengths[k] += gradient[at] * asinh(sine) / root - toHeight * height / lengths[k];
            found.b[k] += toSine * root * (lambda * height * sinh[k] + (lambda - 1) * cosh[k]);
        }
        return found;
    }

    int count() {
        return lengths.length;
    }

    /** Adds what reaches w through ‖w‖, whose derivative is w / ‖w‖. */
    void addThroughLengths(Gradient gradient, double[] w, double[] toW) {
        int dimensions = w.length / count();
        for (int i = 0; i < w.length; i++) {
            int k = i / dimensions;
            toW[i] += gradient.lengths[k] * w[i] / lengths[k];
        }
    }

    /** Adds what reaches x through λ, whose derivative is c λ² x. */
    void addThroughLambda(Points points, Gradient gradient, double[] x, double[] toX) {
        int rows = points.rows();
        for (int i = 0; i < x.length; i++) {
            double lambda = points.lambda[i % rows];
            toX[i] += gradient.lambda[i % rows] * root * root * lambda * lambda * x[i];
        }
    }
}
