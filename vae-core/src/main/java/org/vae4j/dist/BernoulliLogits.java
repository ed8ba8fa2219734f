package org.vae4j.dist;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.math.Shapes;
import org.vae4j.math.StableMath;

/**
 * Independent binary values per example, given by their logits: the usual likelihood of black-and-white images.
 *
 * <p>Noise for {@link #sample(INDArray)} is uniform on [0, 1). The formulas are those of {@link Bernoulli}. The array
 * given is not copied; do not change it while this object is in use.
 */
public final class BernoulliLogits implements BatchedDistribution {

    private final INDArray logits;
    private final Elements elements;

    private BernoulliLogits(INDArray logits) {
        this.logits = logits;
        this.elements = Elements.like(logits);
    }

    /**
     * Bernoulli distributions of given logits.
     *
     * @param logits {@code [batch, dims]}, {@code log(p / (1 - p))} for the probability p of 1
     * @return the distribution
     * @throws IllegalArgumentException if it is no matrix
     */
    public static BernoulliLogits of(INDArray logits) {
        return new BernoulliLogits(Shapes.requireMatrix("logits", logits));
    }

    @Override
    public long batch() {
        return logits.rows();
    }

    @Override
    public long dims() {
        return logits.columns();
    }

    @Override
    public INDArray mean() {
        double[] l = values();
        return elements.matrix(logits, i -> StableMath.sigmoid(l[i]));
    }

    @Override
    public INDArray sample(INDArray noise) {
        double[] l = values();
        double[] u = elements.of("noise", noise);
        return elements.matrix(logits, i -> Bernoulli.sample(l[i], u[i]));
    }

    @Override
    public INDArray logDensityPerDimension(INDArray x) {
        double[] l = values();
        double[] values = elements.of("x", x);
        return elements.matrix(logits, i -> Bernoulli.logProbability(values[i], l[i]));
    }

    @Override
    public double[] logDensity(INDArray x) {
        double[] l = values();
        double[] values = elements.of("x", x);
        return elements.rowSums(i -> Bernoulli.logProbability(values[i], l[i]));
    }

    @Override
    public INDArray entropyPerDimension() {
        double[] l = values();
        return elements.matrix(logits, i -> Bernoulli.entropy(l[i]));
    }

    @Override
    public double[] entropy() {
        double[] l = values();
        return elements.rowSums(i -> Bernoulli.entropy(l[i]));
    }

    /**
     * The divergence of each dimension from that of other Bernoulli distributions.
     *
     * @param other the predicted distributions, of the same shape
     * @return {@code [batch, dims]}, nats, at least 0
     * @throws IllegalArgumentException if the shape differs
     */
    public INDArray klPerDimension(BernoulliLogits other) {
        double[] l = values();
        double[] o = elements.of("other.logits", other.logits);
        return elements.matrix(logits, i -> Bernoulli.kl(l[i], o[i]));
    }

    /**
     * The divergence of each example from other Bernoulli distributions: the sum over dimensions.
     *
     * @param other the predicted distributions, of the same shape
     * @return one number per example, nats, at least 0
     * @throws IllegalArgumentException if the shape differs
     */
    public double[] kl(BernoulliLogits other) {
        double[] l = values();
        double[] o = elements.of("other.logits", other.logits);
        return elements.rowSums(i -> Bernoulli.kl(l[i], o[i]));
    }

    private double[] values() {
        return elements.of("logits", logits);
    }
}
