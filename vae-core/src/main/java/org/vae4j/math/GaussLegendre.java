package org.vae4j.math;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegrator;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegratorFactory;

/** Gauss's rule of n points, which is exact for polynomials of degree 2n - 1. */
public final class GaussLegendre {

    private final double[] points;
    private final double[] weights;

    private GaussLegendre(double[] points, double[] weights) {
        this.points = points;
        this.weights = weights;
    }

    /**
     * The rule.
     *
     * @param count n, ≥ 1
     * @return the rule of so many points
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
     * Where the rule looks at a function over an interval.
     *
     * @param from where it begins
     * @param to where it ends
     * @return n points, in rising order
     */
    public double[] points(double from, double to) {
        return Arrays.stream(points)
                .map(t -> (from + to) / 2 + (to - from) / 2 * t)
                .toArray();
    }

    /**
     * How much of an interval each point stands for.
     *
     * @param from where it begins
     * @param to where it ends
     * @return n weights, whose sum is the interval's length
     */
    public double[] weights(double from, double to) {
        return Arrays.stream(weights).map(w -> (to - from) / 2 * w).toArray();
    }

    /**
     * ∫ f over an interval.
     *
     * @param from where it begins
     * @param to where it ends; before {@code from} for the negative
     * @param f what is integrated
     * @return the sum of the rule
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
