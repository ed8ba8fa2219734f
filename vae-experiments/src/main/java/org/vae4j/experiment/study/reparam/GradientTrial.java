package org.vae4j.experiment.study.reparam;

import java.util.ArrayList;
import java.util.List;
import org.vae4j.math.GaussianNoise;
import org.vae4j.math.Streams;

/**
 * How an estimator of the gradient did over independent repetitions at the same parameters.
 *
 * @param estimator the estimator
 * @param latent dimensions of z
 * @param draws of z per estimate
 * @param variance of an estimate, summed over all parameters
 * @param squaredGradientNorm of the exact gradient, to compare the variance with
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

    /**
     * Repeats an estimate and measures its bias and variance.
     *
     * @param estimator the estimator
     * @param problem the problem whose bound is differentiated, at q = N(0, I)
     * @param draws of z per estimate, at least 2
     * @param repetitions independent estimates, at least 2
     * @param seed decides the draws
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
                // Around the exact gradient, so that nothing cancels.
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
     * @param estimator of the gradient
     * @param problem the problem whose bound is ascended
     * @param draws of z per step
     * @param rates the step size of each step
     * @param seed decides the draws
     * @return the exact bound before each step and after the last, nats; shorter if it fell below any sensible value
     */
    public static List<Double> ascend(
            GradientEstimator estimator, BoundProblem problem, int draws, double[] rates, long seed) {
        double[] parameters = new double[2 * problem.latent()];
        double worst = problem.elbo(parameters) - 1e4;
        List<Double> trace = new ArrayList<>();
        trace.add(problem.elbo(parameters));
        for (int step = 0; step < rates.length && trace.get(step) > worst; step++) {
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
        double[] flat = GaussianNoise.draw(seed, draws * latent);
        double[][] noise = new double[draws][latent];
        for (int s = 0; s < draws; s++) {
            System.arraycopy(flat, s * latent, noise[s], 0, latent);
        }
        return noise;
    }
}
