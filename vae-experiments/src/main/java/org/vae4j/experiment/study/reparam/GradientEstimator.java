package org.vae4j.experiment.study.reparam;

import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.Stream;
import org.vae4j.dist.Gaussian;

/**
 * Unbiased estimators of the gradient of {@code E_q[log p(x, z)] + H(q)} for a diagonal Gaussian q.
 *
 * <p>They average over S draws {@code z = mean + sigma e} with e from N(0, I). The gradient of the entropy H is exact
 * in all of them: 0 with respect to means, 1/2 with respect to log-variances.
 */
public enum GradientEstimator {

    /**
     * Reparameterisation (Kingma and Welling 2014): the derivative goes through z. With {@code g = d log p(x, z) / dz}
     * each draw gives {@code g_j dz_j / d mean_j = g_j} and {@code g_j dz_j / d logVar_j = g_j sigma_j e_j / 2}.
     */
    PATHWISE("pathwise (reparameterised)", 1) {
        @Override
        double[] average(BoundProblem problem, double[] parameters, double[][] noise) {
            int k = problem.latent();
            double[] gradient = entropyGradient(k);
            for (double[] epsilon : noise) {
                double[] slope = problem.logJointGradient(draw(parameters, epsilon));
                for (int j = 0; j < k; j++) {
                    double sigma = Math.exp(0.5 * parameters[k + j]);
                    gradient[j] += slope[j] / noise.length;
                    gradient[k + j] += 0.5 * slope[j] * sigma * epsilon[j] / noise.length;
                }
            }
            return gradient;
        }
    },

    /**
     * Score function (Williams 1992, REINFORCE): {@code log p(x, z)} weighs the derivative of {@code log q(z)} at a
     * fixed z, which is {@code e_j / sigma_j} with respect to mean_j and {@code (e_j^2 - 1) / 2} with respect to
     * logVar_j. It needs no derivative of the model.
     */
    SCORE("score function", 1) {
        @Override
        double[] average(BoundProblem problem, double[] parameters, double[][] noise) {
            return scoreFunction(problem, parameters, noise, (sum, own) -> 0);
        }
    },

    /**
     * Score function with a baseline (Kool et al. 2019): the average of {@code log p(x, z)} over the other draws is
     * subtracted from that of each draw. The other draws are independent of this one, so the expectation stays the
     * same. It needs two draws.
     */
    SCORE_WITH_BASELINE("score function, baseline", 2) {
        @Override
        double[] average(BoundProblem problem, double[] parameters, double[][] noise) {
            return scoreFunction(problem, parameters, noise, (sum, own) -> (sum - own) / (noise.length - 1));
        }
    };

    private final String label;
    private final int leastDraws;

    GradientEstimator(String label, int leastDraws) {
        this.label = label;
        this.leastDraws = leastDraws;
    }

    /** {@return the words for this estimator in tables and legends} */
    public String label() {
        return label;
    }

    /**
     * Estimates the gradient once.
     *
     * @param problem the problem whose bound is differentiated
     * @param parameters the parameters of q: k means, then k log-variances
     * @param noise one row of k draws from N(0, 1) for each draw of z
     * @return the derivative with respect to each parameter, in the same order
     * @throws IllegalArgumentException if there are too few draws, or if a length is not that of the problem
     */
    final double[] estimate(BoundProblem problem, double[] parameters, double[][] noise) {
        int k = problem.latent();
        if (noise.length < leastDraws) {
            throw new IllegalArgumentException(
                    "found %d draws, expected at least %d for the %s".formatted(noise.length, leastDraws, label));
        }
        if (parameters.length != 2 * k || Stream.of(noise).anyMatch(row -> row.length != k)) {
            throw new IllegalArgumentException("found %d parameters and noise in rows of %s, expected %d and rows of %d"
                    .formatted(
                            parameters.length,
                            Stream.of(noise).map(row -> row.length).distinct().toList(),
                            2 * k,
                            k));
        }
        return average(problem, parameters, noise);
    }

    /** Averages the contributions of the draws, whose number and lengths are checked. */
    abstract double[] average(BoundProblem problem, double[] parameters, double[][] noise);

    /**
     * Estimates by the score function with weights {@code log p(x, z_s) - baseline}.
     *
     * @param baseline the number to subtract from log p(x, z_s), given the sum over all draws and that of this draw
     */
    private static double[] scoreFunction(
            BoundProblem problem, double[] parameters, double[][] noise, DoubleBinaryOperator baseline) {
        int k = problem.latent();
        double[] logJoint = new double[noise.length];
        double sum = 0;
        for (int s = 0; s < noise.length; s++) {
            logJoint[s] = problem.logJoint(draw(parameters, noise[s]));
            sum += logJoint[s];
        }
        double[] gradient = entropyGradient(k);
        for (int s = 0; s < noise.length; s++) {
            double weight = (logJoint[s] - baseline.applyAsDouble(sum, logJoint[s])) / noise.length;
            for (int j = 0; j < k; j++) {
                double epsilon = noise[s][j];
                gradient[j] += weight * epsilon / Math.exp(0.5 * parameters[k + j]);
                gradient[k + j] += weight * 0.5 * (epsilon * epsilon - 1);
            }
        }
        return gradient;
    }

    private static double[] draw(double[] parameters, double[] epsilon) {
        int k = epsilon.length;
        double[] z = new double[k];
        for (int j = 0; j < k; j++) {
            z[j] = Gaussian.sample(parameters[j], parameters[k + j], epsilon[j]);
        }
        return z;
    }

    private static double[] entropyGradient(int k) {
        double[] gradient = new double[2 * k];
        Arrays.fill(gradient, k, 2 * k, 0.5);
        return gradient;
    }
}
