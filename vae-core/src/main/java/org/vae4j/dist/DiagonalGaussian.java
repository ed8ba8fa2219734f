package org.vae4j.dist;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.math.Shapes;

/**
 * One Gaussian with diagonal covariance per example: the posterior q(z|x) of a VAE, or a likelihood of real values.
 *
 * <p>Noise for {@link #sample(INDArray)} is N(0, 1). The formulas are those of {@link Gaussian}. The arrays given are
 * not copied; do not change them while this object is in use.
 */
public final class DiagonalGaussian implements BatchedDistribution {

    private final INDArray mean;
    private final INDArray logVar;
    private final Elements elements;

    private DiagonalGaussian(INDArray mean, INDArray logVar) {
        this.mean = mean;
        this.logVar = logVar;
        this.elements = Elements.like(mean);
    }

    /**
     * Gaussians of given means and log-variances.
     *
     * @param mean {@code [batch, dims]}
     * @param logVar {@code [batch, dims]}, the logarithms of the variances
     * @return the distribution
     * @throws IllegalArgumentException if one is no matrix or the shapes differ
     */
    public static DiagonalGaussian of(INDArray mean, INDArray logVar) {
        Shapes.requireMatrix("mean", mean);
        Shapes.requireSameMatrix("logVar", logVar, "mean", mean);
        return new DiagonalGaussian(mean, logVar);
    }

    /**
     * Gaussians of given means and standard deviations; {@code 1e-8} is added to the variance, so that everything is
     * finite where a standard deviation is 0.
     *
     * @param mean {@code [batch, dims]}
     * @param sigma {@code [batch, dims]}, the standard deviations
     * @return the distribution
     * @throws IllegalArgumentException if one is no matrix or the shapes differ
     */
    public static DiagonalGaussian ofGuardedSigma(INDArray mean, INDArray sigma) {
        Shapes.requireMatrix("mean", mean);
        Elements elements = Elements.like(mean);
        double[] s = elements.of("sigma", sigma);
        return of(mean, elements.matrix(sigma, i -> Gaussian.guardedLogVar(s[i])));
    }

    @Override
    public long batch() {
        return mean.rows();
    }

    @Override
    public long dims() {
        return mean.columns();
    }

    @Override
    public INDArray mean() {
        return mean.dup('f');
    }

    /**
     * The log-variances.
     *
     * @return a new array {@code [batch, dims]}
     */
    public INDArray logVar() {
        return logVar.dup('f');
    }

    @Override
    public INDArray sample(INDArray noise) {
        double[] m = meanValues();
        double[] v = logVarValues();
        double[] epsilon = elements.of("noise", noise);
        return elements.matrix(mean, i -> Gaussian.sample(m[i], v[i], epsilon[i]));
    }

    @Override
    public INDArray logDensityPerDimension(INDArray x) {
        double[] m = meanValues();
        double[] v = logVarValues();
        double[] values = elements.of("x", x);
        return elements.matrix(mean, i -> Gaussian.logDensity(values[i], m[i], v[i]));
    }

    @Override
    public double[] logDensity(INDArray x) {
        double[] m = meanValues();
        double[] v = logVarValues();
        double[] values = elements.of("x", x);
        return elements.rowSums(i -> Gaussian.logDensity(values[i], m[i], v[i]));
    }

    @Override
    public INDArray entropyPerDimension() {
        double[] v = logVarValues();
        return elements.matrix(mean, i -> Gaussian.entropy(v[i]));
    }

    @Override
    public double[] entropy() {
        double[] v = logVarValues();
        return elements.rowSums(i -> Gaussian.entropy(v[i]));
    }

    /**
     * The divergence of each dimension from N(0, 1).
     *
     * @return {@code [batch, dims]}, nats, at least 0
     */
    public INDArray klToStandardPerDimension() {
        double[] m = meanValues();
        double[] v = logVarValues();
        return elements.matrix(mean, i -> Gaussian.klToStandard(m[i], v[i]));
    }

    /**
     * The divergence of each example from N(0, I), {@code 1/2 sum_j (mean_j^2 + exp(logVar_j) - logVar_j - 1)}.
     *
     * @return one number per example, nats, at least 0
     */
    public double[] klToStandard() {
        double[] m = meanValues();
        double[] v = logVarValues();
        return elements.rowSums(i -> Gaussian.klToStandard(m[i], v[i]));
    }

    /**
     * The divergence of each dimension from that of other Gaussians.
     *
     * @param other the predicted Gaussians, of the same shape
     * @return {@code [batch, dims]}, nats, at least 0
     * @throws IllegalArgumentException if the shape differs
     */
    public INDArray klPerDimension(DiagonalGaussian other) {
        double[] m = meanValues();
        double[] v = logVarValues();
        double[] om = elements.of("other.mean", other.mean);
        double[] ov = elements.of("other.logVar", other.logVar);
        return elements.matrix(mean, i -> Gaussian.kl(m[i], v[i], om[i], ov[i]));
    }

    /**
     * The divergence of each example from other Gaussians: the sum over dimensions.
     *
     * @param other the predicted Gaussians, of the same shape
     * @return one number per example, nats, at least 0
     * @throws IllegalArgumentException if the shape differs
     */
    public double[] kl(DiagonalGaussian other) {
        double[] m = meanValues();
        double[] v = logVarValues();
        double[] om = elements.of("other.mean", other.mean);
        double[] ov = elements.of("other.logVar", other.logVar);
        return elements.rowSums(i -> Gaussian.kl(m[i], v[i], om[i], ov[i]));
    }

    private double[] meanValues() {
        return elements.of("mean", mean);
    }

    private double[] logVarValues() {
        return elements.of("logVar", logVar);
    }
}
