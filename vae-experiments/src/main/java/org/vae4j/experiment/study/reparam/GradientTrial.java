package org.vae4j.experiment.study.reparam;

import java.util.ArrayList;
import java.util.List;
import org.vae4j.math.GaussianNoise;
import org.vae4j.math.Streams;

/**
 * The bias and variance of an estimator of the gradient over independent repetitions at the same parameters.
 *
 * @param estimator the estimator
 * @param latent dimensions of z
 * @param draws the number of draws of z per estimate
 * @param variance the variance of an estimate, summed over all parameters
 * @param squaredGradientNorm ‖gradient‖² of the exact gradient, to compare the variance with
 * @param biasInStandardErrors the largest distance over all parameters of the average estimate from the exact gradient,
 *     in standard errors: below about 4 for an unbiased estimator
 */
public record GradientTrial(
        GradientEstimator estimator,
        int latent,
        int draws,
        double variance,
        double squaredGradientNorm,
        double biasInStandardErrors) {

    private static final double DIVERGENCE_NATS = 1e4;

    /**
     * Repeats an estimate and measures its bias and variance.
     *
     * @param estimator the estimator
     * @param problem the problem whose bound is differentiated, at q = N(0, I)
     * @param draws the number of draws of z per estimate, at least 2
     * @param repetitions the number of independent estimates, at least 2
     * @param seed the seed of the draws
     * @return bias and variance of the estimates
     */
    public static GradientTrial of(
            GradientEstimator estimator, BoundProblem problem, int draws, int repetitions, long seed) {
        double[] parameters = new double[2 * problem.latent()];
        double[] sum = new double[parameters.length];
        double[] squares = new double[parameters.length];
        double[] exact = problem.gradient(parameters);
        for (int r = 0; r < repetitions; r++) {
            double[] estimate =
                    estimator.estimate(problem, parameters, noise(Streams.at(seed, r), draws, problem.latent()));
            for (int i = 0; i < sum.length; i++) {
                // Sums of errors, not of estimates, so that no digits cancel in the variance.
                double error = estimate[i] - exact[i];
                sum[i] += error;
                squares[i] += error * error;
            }
        }
        double total = 0;
        double bias = 0;
        double norm = 0;
        for (int i = 0; i < sum.length; i++) {
            double mean = sum[i] / repetitions;
            double variance = (squares[i] - repetitions * mean * mean) / (repetitions - 1);
            total += variance;
            bias = Math.max(bias, Math.abs(mean) / Math.sqrt(variance / repetitions));
            norm += exact[i] * exact[i];
        }
        return new GradientTrial(estimator, problem.latent(), draws, total, norm, bias);
    }

    /**
     * Ascends the bound by an estimated gradient, from q = N(0, I).
     *
     * @param estimator the estimator of the gradient
     * @param problem the problem whose bound is ascended
     * @param draws the number of draws of z per step
     * @param rates the step size of each step
     * @param seed the seed of the draws
     * @return the exact bound before each step and after the last, nats; an ascent that falls 10,000 nats below its
     *     start has diverged and ends there
     */
    public static List<Double> ascend(
            GradientEstimator estimator, BoundProblem problem, int draws, double[] rates, long seed) {
        double[] parameters = new double[2 * problem.latent()];
        List<Double> trace = new ArrayList<>();
        trace.add(problem.elbo(parameters));
        double diverged = trace.get(0) - DIVERGENCE_NATS;
        for (int step = 0; step < rates.length && trace.get(step) > diverged; step++) {
            double[] gradient =
                    estimator.estimate(problem, parameters, noise(Streams.at(seed, step), draws, problem.latent()));
            for (int i = 0; i < parameters.length; i++) {
                parameters[i] += rates[step] * gradient[i];
            }
            trace.add(problem.elbo(parameters));
        }
        return trace;
    }

    private static double[][] noise(long seed, int draws, int latent) {
        double[] flat = GaussianNoise.draw(seed, Math.multiplyExact(draws, latent));
        double[][] noise = new double[draws][latent];
        for (int s = 0; s < draws; s++) {
            System.arraycopy(flat, s * latent, noise[s], 0, latent);
        }
        return noise;
    }
}
