package org.vae4j.dist;

import java.util.function.IntToDoubleFunction;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.math.Shapes;
import org.vae4j.math.StableMath;

/**
 * Independent binary values per example, given by their logits: the usual likelihood of black-and-white images.
 *
 * <p>{@link Bernoulli} has the formulas of one value. The caller of {@link #sample(INDArray)} draws its noise uniformly
 * from [0, 1). Instances are immutable: logits are copied.
 */
public final class BernoulliLogits implements BatchedDistribution {

    private final DataType type;
    private final Elements elements;
    private final double[] logits;

    private BernoulliLogits(INDArray logits) {
        this.type = logits.dataType();
        this.elements = Elements.like(logits);
        this.logits = elements.valuesWithoutNaN("logits", logits);
    }

    /**
     * Bernoulli distributions with given logits.
     *
     * @param logits {@code [batch, dims]}, {@code log(p / (1 - p))} for the probability p of 1, infinities included
     * @return the distribution
     * @throws IllegalArgumentException if the array is not a matrix, or a logit is NaN
     */
    public static BernoulliLogits of(INDArray logits) {
        return new BernoulliLogits(Shapes.requireMatrix("logits", logits));
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
        return elements.matrix(type, i -> StableMath.sigmoid(logits[i]));
    }

    @Override
    public INDArray sample(INDArray noise) {
        double[] uniform = elements.values("noise", noise);
        return elements.matrix(type, i -> Bernoulli.sample(logits[i], uniform[i]));
    }

    @Override
    public INDArray logDensityPerDimension(INDArray x) {
        return elements.matrix(type, logProbabilityTerms(x));
    }

    @Override
    public double[] logDensity(INDArray x) {
        return elements.rowSums(logProbabilityTerms(x));
    }

    private IntToDoubleFunction logProbabilityTerms(INDArray x) {
        double[] values = elements.values("x", x);
        return i -> Bernoulli.logProbability(values[i], logits[i]);
    }

    @Override
    public INDArray entropyPerDimension() {
        return elements.matrix(type, i -> Bernoulli.entropy(logits[i]));
    }

    @Override
    public double[] entropy() {
        return elements.rowSums(i -> Bernoulli.entropy(logits[i]));
    }

    /**
     * The Kullback-Leibler divergence KL(this ‖ other) of each dimension.
     *
     * @param other the distributions that this one is measured against, of the same shape
     * @return {@code [batch, dims]}, nats, at least 0
     * @throws IllegalArgumentException if the shape differs
     */
    public INDArray klPerDimension(BernoulliLogits other) {
        return elements.matrix(type, klTerms(other));
    }

    /**
     * The Kullback-Leibler divergence KL(this ‖ other) of each example: the sum over dimensions.
     *
     * @param other the distributions that this one is measured against, of the same shape
     * @return one number per example, nats, at least 0
     * @throws IllegalArgumentException if the shape differs
     */
    public double[] kl(BernoulliLogits other) {
        return elements.rowSums(klTerms(other));
    }

    private IntToDoubleFunction klTerms(BernoulliLogits other) {
        elements.requireSame("other", other.elements);
        return i -> Bernoulli.kl(logits[i], other.logits[i]);
    }
}
