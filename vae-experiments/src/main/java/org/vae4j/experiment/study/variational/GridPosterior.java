package org.vae4j.experiment.study.variational;

import java.util.Arrays;
import org.vae4j.dist.Gaussian;
import org.vae4j.experiment.study.exact.ProductModel;
import org.vae4j.math.LogSumExp;

/**
 * The posterior of a model with two latents on a grid of points. Immutable.
 *
 * <p>An integral is approximated by the sum of the integrand over all points times the area {@code h^2} of a cell, the
 * trapezoid rule: {@code p(x) = h^2 sum_c p(x, z_c)} and {@code p(z_c|x) = p(x, z_c) / p(x)}. It is exact but for
 * rounding if the integrand is smooth, vanishes at the border and varies little within a cell.
 */
public final class GridPosterior {

    private final double[] axis;
    /** logDensity[i * n + j] is log p(z|x) at (axis[i], axis[j]); n points along each direction. */
    private final double[] logDensity;

    /** The probability of each cell. */
    private final double[] mass;

    private final double logEvidence;
    private final double logArea;

    /**
     * Evaluates the posterior of a model.
     *
     * @param model any model
     * @param extent the grid covers [-extent, extent] in both directions; above 0
     * @param points the number of points along each direction, at least 2
     * @throws IllegalArgumentException if the extent or the number of points is too small
     */
    public GridPosterior(ProductModel model, double extent, int points) {
        if (!(extent > 0) || points < 2) {
            throw new IllegalArgumentException(
                    "found a grid of %d points to %s in each direction, expected at least 2 points to an extent above 0"
                            .formatted(points, extent));
        }
        axis = new double[points];
        double step = 2 * extent / (points - 1);
        for (int i = 0; i < points; i++) {
            axis[i] = -extent + i * step;
        }
        logArea = 2 * Math.log(step);
        logDensity = new double[Math.multiplyExact(points, points)];
        LogSumExp sum = new LogSumExp();
        for (int c = 0; c < logDensity.length; c++) {
            logDensity[c] = model.logJoint(axis[c / points], axis[c % points]);
            sum.add(logDensity[c]);
        }
        logEvidence = sum.value() + logArea;
        for (int c = 0; c < logDensity.length; c++) {
            logDensity[c] -= logEvidence;
        }
        mass = Arrays.stream(logDensity).map(l -> Math.exp(l + logArea)).toArray();
    }

    /**
     * The grid's coordinates, the same in both directions.
     *
     * @return a copy
     */
    public double[] axis() {
        return axis.clone();
    }

    /**
     * The posterior at a point of the grid.
     *
     * @param i index along the first latent
     * @param j index along the second latent
     * @return log p(z|x)
     */
    public double logDensity(int i, int j) {
        return logDensity[i * axis.length + j];
    }

    /**
     * The evidence, {@code log p(x)}.
     *
     * @return nats
     */
    public double logEvidence() {
        return logEvidence;
    }

    /**
     * The reverse divergence, which variational inference minimises:
     * {@code KL(q || p(z|x)) = h^2 sum_ij q1_i q2_j (log q1_i + log q2_j - log p_ij)}.
     *
     * @param q the approximation
     * @return nats
     */
    public double reverseKl(Approximation q) {
        double[] logQ1 = logDensities(q.mean1(), q.logVar1());
        double[] logQ2 = logDensities(q.mean2(), q.logVar2());
        double[] q2 = Arrays.stream(logQ2).map(Math::exp).toArray();
        double sum = 0;
        for (int i = 0; i < axis.length; i++) {
            double inner = 0;
            for (int j = 0; j < axis.length; j++) {
                inner += q2[j] * (logQ1[i] + logQ2[j] - logDensity(i, j));
            }
            sum += Math.exp(logQ1[i] + logArea) * inner;
        }
        return sum;
    }

    /**
     * The forward divergence, {@code KL(p(z|x) || q) = h^2 sum_ij p_ij (log p_ij - log q1_i - log q2_j)}.
     *
     * @param q the approximation
     * @return nats
     */
    public double forwardKl(Approximation q) {
        double[] logQ1 = logDensities(q.mean1(), q.logVar1());
        double[] logQ2 = logDensities(q.mean2(), q.logVar2());
        double sum = 0;
        for (int c = 0; c < mass.length; c++) {
            sum += mass[c] * (logDensity[c] - logQ1[c / axis.length] - logQ2[c % axis.length]);
        }
        return sum;
    }

    /**
     * The means and log-variances of the posterior. The diagonal Gaussian q of least forward divergence has the same.
     *
     * @return the diagonal Gaussian with the posterior's moments
     */
    public Approximation moments() {
        double[] mean = new double[2];
        double[] square = new double[2];
        for (int c = 0; c < logDensity.length; c++) {
            double[] z = {axis[c / axis.length], axis[c % axis.length]};
            for (int k = 0; k < 2; k++) {
                mean[k] += mass[c] * z[k];
                square[k] += mass[c] * z[k] * z[k];
            }
        }
        return new Approximation(
                mean[0], mean[1], Math.log(square[0] - mean[0] * mean[0]), Math.log(square[1] - mean[1] * mean[1]));
    }

    private double[] logDensities(double mean, double logVar) {
        return Arrays.stream(axis)
                .map(z -> Gaussian.logDensity(z, mean, logVar))
                .toArray();
    }
}
