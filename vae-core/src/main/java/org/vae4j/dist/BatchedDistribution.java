package org.vae4j.dist;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One distribution per example over vectors of independent dimensions; parameters are arrays {@code [batch, dims]}.
 *
 * <p>Sums over dimensions are taken in double precision whatever the type of the arrays. Arrays that are returned are
 * new, in 'f' order and of the type of the parameters.
 */
public interface BatchedDistribution {

    /**
     * The number of examples.
     *
     * @return at least 1
     */
    long batch();

    /**
     * The number of dimensions.
     *
     * @return at least 1
     */
    long dims();

    /**
     * The expectation of each dimension.
     *
     * @return {@code [batch, dims]}
     */
    INDArray mean();

    /**
     * One draw per example, a pure function of the noise.
     *
     * @param noise {@code [batch, dims]}, of the kind that the distribution names
     * @return {@code [batch, dims]}
     * @throws IllegalArgumentException if the shape differs
     */
    INDArray sample(INDArray noise);

    /**
     * The log-density, or log-probability where outcomes are discrete, of each dimension on its own.
     *
     * @param x {@code [batch, dims]}
     * @return {@code [batch, dims]}, nats
     * @throws IllegalArgumentException if the shape differs
     */
    INDArray logDensityPerDimension(INDArray x);

    /**
     * The log-density of each example: the sum over dimensions.
     *
     * @param x {@code [batch, dims]}
     * @return one number per example, nats
     * @throws IllegalArgumentException if the shape differs
     */
    double[] logDensity(INDArray x);

    /**
     * The entropy of each dimension on its own.
     *
     * @return {@code [batch, dims]}, nats
     */
    INDArray entropyPerDimension();

    /**
     * The entropy of each example: the sum over dimensions.
     *
     * @return one number per example, nats
     */
    double[] entropy();
}
