package org.vae4j.latent.posterior;

import org.vae4j.latent.LatentRows;
import org.vae4j.math.StableMath;

/**
 * A diagonal Gaussian over successive dimensions of a latent, whose parameters [μ | log σ²] are successive columns of
 * the latent's parameters.
 *
 * <p>With pull = (z - μ)/σ², the gradients of log N(z; μ, σ²) are -pull for z, pull for μ and ½ ((z - μ) pull - 1) for
 * log σ².
 *
 * @param firstDimension the first of the dimensions
 * @param firstParameter the column of the first mean
 * @param size the number of dimensions, ≥ 1
 */
record GaussianSlice(int firstDimension, int firstParameter, int size) {

    /** Adds {@code factor} · log N(z; μ, σ²) of each row. */
    void addLogDensity(LatentRows latent, double factor, double[] target) {
        int rows = latent.rows();
        double[] z = latent.z().values();
        double[] parameters = latent.parameters().values();
        for (int j = 0; j < size; j++) {
            int ofZ = (firstDimension + j) * rows;
            int mean = (firstParameter + j) * rows;
            int logVar = mean + size * rows;
            for (int r = 0; r < rows; r++) {
                double distance = z[ofZ + r] - parameters[mean + r];
                double squares = distance * distance * Math.exp(-parameters[logVar + r]);
                target[r] -= factor * (0.5 * (squares + parameters[logVar + r]) + StableMath.HALF_LOG_TWO_PI);
            }
        }
    }

    /**
     * Adds the gradients of log N(z; μ, σ²) to those of the latent.
     *
     * @param latent parameters and draws
     * @param path factor of each row's gradient with respect to z
     * @param direct factor of each row's gradient with respect to the parameters
     */
    void addGradient(LatentRows latent, double[] path, double[] direct) {
        int rows = latent.rows();
        double[] z = latent.z().values();
        double[] zGradient = latent.z().gradient();
        double[] parameters = latent.parameters().values();
        double[] gradient = latent.parameters().gradient();
        for (int j = 0; j < size; j++) {
            int ofZ = (firstDimension + j) * rows;
            int mean = (firstParameter + j) * rows;
            int logVar = mean + size * rows;
            for (int r = 0; r < rows; r++) {
                double distance = z[ofZ + r] - parameters[mean + r];
                double pull = distance * Math.exp(-parameters[logVar + r]);
                zGradient[ofZ + r] -= path[r] * pull;
                gradient[mean + r] += direct[r] * pull;
                gradient[logVar + r] += direct[r] * 0.5 * (distance * pull - 1);
            }
        }
    }
}
