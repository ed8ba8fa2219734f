package org.vae4j.experiment.study.variational;

import java.util.Arrays;
import org.vae4j.dist.Gaussian;
import org.vae4j.experiment.study.exact.ProductModel;
import org.vae4j.math.LogSumExp;

/**
 * The posterior of a model with two latents on a grid of points. Immutable.
 *
 * <p>Integrals are sums over the grid times the area of a cell, the trapezoid rule, which is right to rounding for
 * smooth functions that have vanished at the border and vary little within a cell.
 */
public final class GridPosterior {

    private final double[] axis;
    /** logDensity[i * n + j] is log p(z|x) at (axis[i], axis[j]). */
    private final double[] logDensity;

    /** The probability of each cell. */
    private final double[] mass;

    private final double logEvidence;
    private final double logArea;

    /**
     * The posterior of a model.
     *
     * @param model any model
     * @param extent the grid covers [-extent, extent] in both directions
     * @param points along each direction, at least 2
     */
    public GridPosterior(ProductModel model, double extent, int points) {
        axis = new double[points];
        double step = 2 * extent / (points - 1);
        for (int i = 0; i < points; i++) {
            axis[i] = -extent + i * step;
        }
        logArea = 2 * Math.log(step);
        logDensity = new double[points * points];
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
     * The evidence.
     *
     * @return log p(x), nats
     */
    public double logEvidence() {
        return logEvidence;
    }

    /**
     * The reverse divergence, {@code KL(q || p(z|x))}, the one that variational inference makes small.
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
     * The forward divergence, {@code KL(p(z|x) || q)}.
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
     * The means and log-variances of the posterior, which are those of the q of least forward divergence.
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
