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
 * The distribution of a random point of a curve in the plane with Gaussian noise: z = c(t) + σ ε with t in [0, 1) and
 * ε ~ N(0, I).
 *
 * <p>Its density p(z) = ∫ p(t) N(z; c(t), σ² I) dt is computed by Gauss's rule on pieces of the curve that are at most
 * as long as σ, over which the integrand is nearly a polynomial: p(z) ≈ Σ_n w_n N(z; c(t_n), σ² I). Its gradient is
 * ∇ log p(z) = Σ_n r_n (c(t_n) - z) / σ² with r_n = w_n N(z; c(t_n), σ² I) / p(z).
 */
final class NoisyCurve {

    private static final GaussLegendre RULE = GaussLegendre.of(8);

    /** Bounds the memory for curves that are long beside their noise, whose density is then less exact. */
    private static final double MAX_PIECES = 1e4;

    private final double noise;
    /** c(t_n), two coordinates each. */
    private final List<double[]> nodes = new ArrayList<>();
    /** w_n, the rule's weight times p(t_n). */
    private final List<Double> weights = new ArrayList<>();

    /**
     * Creates a curve.
     *
     * @param curve c(t), a new array of two coordinates
     * @param density p(t) on [0, 1)
     * @param speed an upper bound of ‖c'(t)‖
     * @param noise σ > 0
     */
    NoisyCurve(DoubleFunction<double[]> curve, DoubleUnaryOperator density, double speed, double noise) {
        this.noise = noise;
        int pieces = Math.max(1, (int) Math.ceil(Math.min(speed / noise, MAX_PIECES)));
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

    /**
     * Adds the log-density and its gradient.
     *
     * @param z {@code [rows, 2]}; the gradients are added to its gradient
     * @param logDensity one value per row, nats: added to
     * @param gradientWeights the factor of each row's gradient
     */
    void add(Columns z, double[] logDensity, double[] gradientWeights) {
        double variance = noise * noise;
        double[] exponents = new double[nodes.size()];
        for (int r = 0; r < z.rows(); r++) {
            double first = z.values()[z.at(r, 0)];
            double second = z.values()[z.at(r, 1)];
            double largest = Double.NEGATIVE_INFINITY;
            for (int n = 0; n < nodes.size(); n++) {
                double x = nodes.get(n)[0] - first;
                double y = nodes.get(n)[1] - second;
                exponents[n] = -(x * x + y * y) / (2 * variance);
                largest = Math.max(largest, exponents[n]);
            }
            double total = 0;
            double toFirst = 0;
            double toSecond = 0;
            for (int n = 0; n < nodes.size(); n++) {
                double mass = weights.get(n) * Math.exp(exponents[n] - largest);
                total += mass;
                toFirst += mass * (nodes.get(n)[0] - first);
                toSecond += mass * (nodes.get(n)[1] - second);
            }
            logDensity[r] += largest + Math.log(total) - Math.log(2 * Math.PI * variance);
            z.gradient()[z.at(r, 0)] += gradientWeights[r] * toFirst / (total * variance);
            z.gradient()[z.at(r, 1)] += gradientWeights[r] * toSecond / (total * variance);
        }
    }

    /**
     * Draws points of a curve with noise, which may be 0.
     *
     * @param curve c(t) of a t that is uniform on [0, 1)
     * @param noise σ ≥ 0
     * @param seed the seed; each row has a stream of its own
     * @param z {@code [rows, 2]}: its values are overwritten
     */
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
