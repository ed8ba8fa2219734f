package org.vae4j.latent;

/**
 * The marginals q(z_j|x) of a batch's rows, for posteriors under which the dimensions of z are independent given x:
 * their densities at any z, not only at the row's own draw, and their moments.
 */
public interface IndependentDimensions {

    /**
     * log q(z_j|x).
     *
     * @param row the row of the posterior
     * @param dimension j
     * @param z the value of z_j
     * @return nats
     */
    double logDensity(int row, int dimension, double z);

    /**
     * Adds the gradient of {@code weight} · {@link #logDensity} to that of the row's parameters.
     *
     * @param row the row of the posterior
     * @param dimension j
     * @param z the value of z_j
     * @param weight the factor of the log-density
     * @return weight · ∂ log q / ∂z
     */
    double addLogDensityGradient(int row, int dimension, double z, double weight);

    /**
     * The mean of q(z_j|x).
     *
     * @param row the row of the posterior
     * @param dimension j
     * @return E z_j
     */
    double mean(int row, int dimension);

    /**
     * The variance of q(z_j|x).
     *
     * @param row the row of the posterior
     * @param dimension j
     * @return Var z_j, ≥ 0
     */
    double variance(int row, int dimension);

    /**
     * Adds the gradient of a function of mean and variance to that of the row's parameters.
     *
     * @param row the row of the posterior
     * @param dimension j
     * @param toMean the function's derivative with respect to the mean
     * @param toVariance the function's derivative with respect to the variance
     */
    void addMomentGradient(int row, int dimension, double toMean, double toVariance);
}
