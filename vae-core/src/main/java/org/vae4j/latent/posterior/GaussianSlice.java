package org.vae4j.latent.posterior;

import org.vae4j.latent.LatentRows;

/**
 * Some dimensions of a latent with the columns of a diagonal Gaussian over them, [μ | log σ²], among its parameters.
 *
 * @param firstDimension the first of the dimensions
 * @param firstParameter the column of the first mean
 * @param size how many dimensions, ≥ 1
 */
record GaussianSlice(int firstDimension, int firstParameter, int size) {

    private static final double HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

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
                target[r] -= factor * (0.5 * (squares + parameters[logVar + r]) + HALF_LOG_TWO_PI);
            }
        }
    }

    /**
     * Adds the gradient of log N(z; μ, σ²): that with respect to z multiplied by one weight per row, that with respect
     * to the parameters by another.
     */
    void addGradient(LatentRows latent, double[] toZ, double[] toParameters) {
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
                zGradient[ofZ + r] -= toZ[r] * pull;
                gradient[mean + r] += toParameters[r] * pull;
                gradient[logVar + r] += toParameters[r] * 0.5 * (distance * pull - 1);
            }
        }
    }
}
