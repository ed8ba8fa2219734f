package org.vae4j.experiment.study.reparam;

import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import org.vae4j.dist.Gaussian;

/**
 * Unbiased estimators of the gradient of {@code E_q[log p(x, z)] + H(q)} for a diagonal Gaussian q, from draws
 * {@code z = mean + sigma noise}. The gradient of the entropy H is exact in all of them: 0 for means, 1/2 for
 * log-variances.
 */
public enum GradientEstimator {

    /**
     * Reparameterisation (Kingma and Welling 2014): the derivative goes through z, {@code d log p(x, z) / dz} times
     * {@code dz / d mean = 1} and {@code dz / d logVar = sigma noise / 2}.
     */
    PATHWISE("pathwise (reparameterised)") {
        @Override
        double[] estimate(BoundProblem problem, double[] parameters, double[][] noise) {
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
     * Score function (Williams 1992, REINFORCE): z is taken as given, and {@code log p(x, z)} weighs the derivative of
     * {@code log q(z)}. Needs no derivative of the model.
     */
    SCORE("score function") {
        @Override
        double[] estimate(BoundProblem problem, double[] parameters, double[][] noise) {
            return scoreFunction(problem, parameters, noise, (sum, own) -> 0);
        }
    },

    /**
     * The same with a baseline: from each weight the average of the other draws' weights is subtracted (Kool et al.
     * 2019), which changes no expectation. Needs two draws.
     */
    SCORE_WITH_BASELINE("score function, baseline") {
        @Override
        double[] estimate(BoundProblem problem, double[] parameters, double[][] noise) {
            return scoreFunction(problem, parameters, noise, (sum, own) -> (sum - own) / (noise.length - 1));
        }
    };

    private final String label;

    GradientEstimator(String label) {
        this.label = label;
    }

    /** {@return the words for this estimator in tables and legends} */
    public String label() {
        return label;
    }

    /**
     * One estimate.
     *
     * @param problem whose bound is differentiated
     * @param parameters of q: k means, then k log-variances
     * @param noise one row of k draws from N(0, 1) for each draw of z
     * @return as many numbers as parameters
     */
    abstract double[] estimate(BoundProblem problem, double[] parameters, double[][] noise);

    /**
     * Estimates by the score function.
     *
     * @param baseline what is subtracted from a weight, given the sum of all weights and this weight
     */
    private static double[] scoreFunction(
            BoundProblem problem, double[] parameters, double[][] noise, DoubleBinaryOperator baseline) {
        int k = problem.latent();
        double[] weights = new double[noise.length];
        double sum = 0;
        for (int s = 0; s < noise.length; s++) {
            weights[s] = problem.logJoint(draw(parameters, noise[s]));
            sum += weights[s];
        }
        double[] gradient = entropyGradient(k);
        for (int s = 0; s < noise.length; s++) {
            double weight = (weights[s] - baseline.applyAsDouble(sum, weights[s])) / noise.length;
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
