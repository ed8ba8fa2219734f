package org.vae4j.math;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegrator;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegratorFactory;

/** The Gauss-Legendre quadrature rule of n points, ∫ f ≈ Σ_i w_i f(t_i), exact for polynomials of degree 2n - 1. */
public final class GaussLegendre {

    private final double[] points;
    private final double[] weights;

    private GaussLegendre(double[] points, double[] weights) {
        this.points = points;
        this.weights = weights;
    }

    /**
     * The rule of a number of points.
     *
     * @param count n, ≥ 1
     * @return the rule
     */
    public static GaussLegendre of(int count) {
        GaussIntegrator rule = new GaussIntegratorFactory().legendre(count);
        double[] points = new double[count];
        double[] weights = new double[count];
        for (int i = 0; i < count; i++) {
            points[i] = rule.getPoint(i);
            weights[i] = rule.getWeight(i);
        }
        return new GaussLegendre(points, weights);
    }

    /**
     * The points of the rule on an interval.
     *
     * @param from the lower end
     * @param to the upper end
     * @return t, n values in ascending order
     */
    public double[] points(double from, double to) {
        return Arrays.stream(points)
                .map(t -> (from + to) / 2 + (to - from) / 2 * t)
                .toArray();
    }

    /**
     * The weights of the rule on an interval.
     *
     * @param from the lower end
     * @param to the upper end
     * @return w, n values whose sum is the interval's length
     */
    public double[] weights(double from, double to) {
        return Arrays.stream(weights).map(w -> (to - from) / 2 * w).toArray();
    }

    /**
     * Integrates a function over an interval.
     *
     * @param from the lower end
     * @param to the upper end; below {@code from} for the negative integral
     * @param f the integrand
     * @return Σ_i w_i f(t_i)
     */
    public double integral(double from, double to, DoubleUnaryOperator f) {
        double centre = (from + to) / 2;
        double half = (to - from) / 2;
        double sum = 0;
        for (int i = 0; i < points.length; i++) {
            sum += weights[i] * f.applyAsDouble(centre + half * points[i]);
        }
        return half * sum;
    }
}
