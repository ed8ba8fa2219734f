package org.vae4j.latent.prior;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.function.DoubleUnaryOperator;
import org.vae4j.latent.Columns;
import org.vae4j.math.ExampleNoise;
import org.vae4j.math.GaussLegendre;
import org.vae4j.math.NoiseRows;
import org.vae4j.math.Streams;

/**
 * A curve in the plane that a random number t in [0, 1) follows: z = c(t) + σε with ε ~ N(0, I). Its density
 * ∫ p(t) N(z; c(t), σ²I) dt is computed by Gauss's rule on pieces of the curve that are about as long as σ: as good as
 * exact, since the integrand is a Gaussian's of each piece.
 */
final class NoisyCurve {

    private static final GaussLegendre RULE = GaussLegendre.of(8);

    /** The limit of pieces where there is next to no noise. */
    private static final double MOST_PIECES = 1e4;

    private final double noise;
    /** The points of the rule, {@code [nodes][2]}, and how much of the mass each stands for. */
    private final List<double[]> nodes = new ArrayList<>();

    private final List<Double> weights = new ArrayList<>();

    /**
     * A curve.
     *
     * @param curve c(t)
     * @param density of t in [0, 1)
     * @param speed at least the greatest length of c'(t)
     * @param noise σ > 0
     */
    NoisyCurve(DoubleFunction<double[]> curve, DoubleUnaryOperator density, double speed, double noise) {
        this.noise = noise;
        int pieces = Math.max(1, (int) Math.ceil(Math.min(speed / noise, MOST_PIECES)));
        for (int i = 0; i < pieces; i++) {
            double from = (double) i / pieces;
            double to = (i + 1.0) / pieces;
            double[] points = RULE.points(from, to);
            double[] masses = RULE.weights(from, to);
            for (int k = 0; k < points.length; k++) {
                nodes.add(curve.apply(points[k]));
                weights.add(masses[k] * density.applyAsDouble(points[k]));
            }
        }
    }

    /** Adds log p(z) of each row, and to the gradient of z each row's, multiplied by its weight. */
    void add(Columns z, double[] logDensity, double[] gradientWeights) {
        double variance = noise * noise;
        double[] exponents = new double[nodes.size()];
        for (int r = 0; r < z.rows(); r++) {
            double a = z.values()[z.at(r, 0)];
            double b = z.values()[z.at(r, 1)];
            double largest = Double.NEGATIVE_INFINITY;
            for (int n = 0; n < nodes.size(); n++) {
                double x = nodes.get(n)[0] - a;
                double y = nodes.get(n)[1] - b;
                exponents[n] = -(x * x + y * y) / (2 * variance);
                largest = Math.max(largest, exponents[n]);
            }
            double total = 0;
            double toA = 0;
            double toB = 0;
            for (int n = 0; n < nodes.size(); n++) {
                double mass = weights.get(n) * Math.exp(exponents[n] - largest);
                total += mass;
                toA += mass * (nodes.get(n)[0] - a);
                toB += mass * (nodes.get(n)[1] - b);
            }
            logDensity[r] += largest + Math.log(total) - Math.log(2 * Math.PI * variance);
            z.gradient()[z.at(r, 0)] += gradientWeights[r] * toA / (total * variance);
            z.gradient()[z.at(r, 1)] += gradientWeights[r] * toB / (total * variance);
        }
    }

    /** Draws, each from numbers of its own. */
    static void sample(DoubleFunction<double[]> curve, double noise, long seed, Columns z) {
        NoiseRows rows = NoiseRows.ofExamples(0, z.rows());
        double[] along = ExampleNoise.uniform(Streams.derive(seed, "curve"), rows, 1);
        double[] across = ExampleNoise.normal(seed, rows, 2);
        for (int r = 0; r < z.rows(); r++) {
            double[] point = curve.apply(along[r]);
            for (int j = 0; j < 2; j++) {
                z.values()[z.at(r, j)] = point[j] + noise * across[z.at(r, j)];
            }
        }
    }
}
