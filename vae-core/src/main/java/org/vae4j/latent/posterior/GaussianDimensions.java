package org.vae4j.latent.posterior;

import org.vae4j.latent.IndependentDimensions;
import org.vae4j.latent.LatentRows;
import org.vae4j.math.StableMath;

/**
 * The marginals N(μ_j, σ_j²) of a diagonal Gaussian, given by [μ | log σ²]. 1/σ² is computed once per row and
 * dimension.
 *
 * <p>With pull = weight (z - μ)/σ², the gradients of weight · log N(z; μ, σ²) are -pull for z, pull for μ and
 * ½ ((z - μ) pull - weight) for log σ².
 */
final class GaussianDimensions implements IndependentDimensions {

    private final int rows;
    private final int half;
    private final double[] parameters;
    private final double[] gradient;
    private final double[] precisions;

    GaussianDimensions(LatentRows latent) {
        rows = latent.rows();
        half = rows * latent.size();
        parameters = latent.parameters().values();
        gradient = latent.parameters().gradient();
        precisions = new double[half];
        for (int i = 0; i < half; i++) {
            precisions[i] = Math.exp(-parameters[half + i]);
        }
    }

    @Override
    public double logDensity(int row, int dimension, double z) {
        int i = dimension * rows + row;
        double distance = z - parameters[i];
        return -0.5 * (distance * distance * precisions[i] + parameters[half + i]) - StableMath.HALF_LOG_TWO_PI;
    }

    @Override
    public double addLogDensityGradient(int row, int dimension, double z, double weight) {
        int i = dimension * rows + row;
        double distance = z - parameters[i];
        double pull = weight * distance * precisions[i];
        gradient[i] += pull;
        gradient[half + i] += 0.5 * (pull * distance - weight);
        return -pull;
    }

    @Override
    public double mean(int row, int dimension) {
        return parameters[dimension * rows + row];
    }

    @Override
    public double variance(int row, int dimension) {
        return Math.exp(parameters[half + dimension * rows + row]);
    }

    @Override
    public void addMomentGradient(int row, int dimension, double toMean, double toVariance) {
        int i = dimension * rows + row;
        gradient[i] += toMean;
        gradient[half + i] += toVariance * variance(row, dimension);
    }
}
