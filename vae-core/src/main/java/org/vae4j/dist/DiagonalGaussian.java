package org.vae4j.dist;

import java.util.function.IntToDoubleFunction;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.math.Shapes;

/**
 * One Gaussian N(mean, diag(exp(logVar))) per example: the posterior q(z|x) of a VAE, or a likelihood of real values.
 *
 * <p>{@link Gaussian} has the formulas of one dimension. The caller of {@link #sample(INDArray)} draws its noise from
 * N(0, 1). Instances are immutable: parameters are copied.
 */
public final class DiagonalGaussian implements BatchedDistribution {

    private final DataType type;
    private final Elements elements;
    private final double[] mean;
    private final double[] logVar;

    private DiagonalGaussian(DataType type, Elements elements, double[] mean, double[] logVar) {
        this.type = type;
        this.elements = elements;
        this.mean = mean;
        this.logVar = logVar;
    }

    /**
     * Gaussians with given means and log-variances.
     *
     * @param mean {@code [batch, dims]}, finite
     * @param logVar {@code [batch, dims]}, the natural logarithms of the variances, finite
     * @return the distribution; arrays that it returns have the data type of {@code mean}
     * @throws IllegalArgumentException if either array is not a matrix, their shapes differ, or a value is not finite
     */
    public static DiagonalGaussian of(INDArray mean, INDArray logVar) {
        Shapes.requireMatrix("mean", mean);
        Shapes.requireSameMatrix("logVar", logVar, "mean", mean);
        Elements elements = Elements.like(mean);
        return new DiagonalGaussian(
                mean.dataType(),
                elements,
                elements.finiteValues("mean", mean),
                elements.finiteValues("logVar", logVar));
    }

    /**
     * Gaussians with given means and standard deviations. {@link Gaussian#VARIANCE_GUARD} is added to every variance,
     * so that all densities are finite even where a standard deviation is 0.
     *
     * @param mean {@code [batch, dims]}, finite
     * @param sigma {@code [batch, dims]}, the standard deviations, finite and at least 0
     * @return the distribution; its log-variances contain the guard
     * @throws IllegalArgumentException if either array is not a matrix, their shapes differ, or a value is out of range
     */
    public static DiagonalGaussian ofStandardDeviations(INDArray mean, INDArray sigma) {
        Shapes.requireMatrix("mean", mean);
        Shapes.requireSameMatrix("sigma", sigma, "mean", mean);
        Elements elements = Elements.like(mean);
        double[] sigmas = elements.finiteValues("sigma", sigma);
        double[] logVar = new double[sigmas.length];
        for (int i = 0; i < sigmas.length; i++) {
            if (sigmas[i] < 0) {
                throw new IllegalArgumentException("sigma: found " + sigmas[i] + ", expected a number >= 0");
            }
            logVar[i] = Gaussian.guardedLogVar(sigmas[i]);
        }
        return new DiagonalGaussian(mean.dataType(), elements, elements.finiteValues("mean", mean), logVar);
    }

    @Override
    public long batch() {
        return elements.rows();
    }

    @Override
    public long dims() {
        return elements.columns();
    }

    @Override
    public INDArray mean() {
        return elements.matrix(type, i -> mean[i]);
    }

    /**
     * The log-variances.
     *
     * @return a new array {@code [batch, dims]}
     */
    public INDArray logVar() {
        return elements.matrix(type, i -> logVar[i]);
    }

    @Override
    public INDArray sample(INDArray noise) {
        double[] epsilon = elements.values("noise", noise);
        return elements.matrix(type, i -> Gaussian.sample(mean[i], logVar[i], epsilon[i]));
    }

    @Override
    public INDArray logDensityPerDimension(INDArray x) {
        return elements.matrix(type, logDensityTerms(x));
    }

    @Override
    public double[] logDensity(INDArray x) {
        return elements.rowSums(logDensityTerms(x));
    }

    private IntToDoubleFunction logDensityTerms(INDArray x) {
        double[] values = elements.values("x", x);
        return i -> Gaussian.logDensity(values[i], mean[i], logVar[i]);
    }

    @Override
    public INDArray entropyPerDimension() {
        return elements.matrix(type, i -> Gaussian.entropy(logVar[i]));
    }

    @Override
    public double[] entropy() {
        return elements.rowSums(i -> Gaussian.entropy(logVar[i]));
    }

    /**
     * The Kullback-Leibler divergence KL(this ‖ N(0, 1)) of each dimension.
     *
     * @return {@code [batch, dims]}, nats, at least 0
     */
    public INDArray klToStandardPerDimension() {
        return elements.matrix(type, i -> Gaussian.klToStandard(mean[i], logVar[i]));
    }

    /**
     * The Kullback-Leibler divergence KL(this ‖ N(0, I)) of each example,
     * {@code 1/2 sum_j (mean_j^2 + exp(logVar_j) - logVar_j - 1)}.
     *
     * @return one number per example, nats, at least 0
     */
    public double[] klToStandard() {
        return elements.rowSums(i -> Gaussian.klToStandard(mean[i], logVar[i]));
    }

    /**
     * The Kullback-Leibler divergence KL(this ‖ other) of each dimension.
     *
     * @param other the Gaussians that this one is measured against, of the same shape
     * @return {@code [batch, dims]}, nats, at least 0
     * @throws IllegalArgumentException if the shape differs
     */
    public INDArray klPerDimension(DiagonalGaussian other) {
        return elements.matrix(type, klTerms(other));
    }

    /**
     * The Kullback-Leibler divergence KL(this ‖ other) of each example: the sum over dimensions.
     *
     * @param other the Gaussians that this one is measured against, of the same shape
     * @return one number per example, nats, at least 0
     * @throws IllegalArgumentException if the shape differs
     */
    public double[] kl(DiagonalGaussian other) {
        return elements.rowSums(klTerms(other));
    }

    private IntToDoubleFunction klTerms(DiagonalGaussian other) {
        elements.requireSame("other", other.elements);
        return i -> Gaussian.kl(mean[i], logVar[i], other.mean[i], other.logVar[i]);
    }
}
