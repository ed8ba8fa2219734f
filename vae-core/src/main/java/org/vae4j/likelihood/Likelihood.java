package org.vae4j.likelihood;

import java.io.Serializable;
import org.nd4j.shade.jackson.annotation.JsonTypeInfo;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;

/**
 * A family of distributions p(x|z) over examples, given by parameters that the decoder emits.
 *
 * <p>Everything is in nats, per example, with every constant kept, so that values of different likelihoods on the same
 * data may be compared. Implementations are immutable and are stored by name and fields in a model's JSON.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS, include = JsonTypeInfo.As.PROPERTY, property = "@class")
public interface Likelihood extends Serializable {

    /**
     * How many parameters the decoder must emit.
     *
     * @param features size of an example
     * @return number of columns of the parameter matrix
     */
    int parameterCount(int features);

    /**
     * The other direction of {@link #parameterCount}.
     *
     * @param parameters number of columns of the parameter matrix
     * @return size of an example
     */
    int featureCount(int parameters);

    /**
     * How many of the parameters are learned numbers instead of functions of z. They are the last columns, the same in
     * every row.
     *
     * @return 0 unless overridden
     */
    default int sharedParameterCount() {
        return 0;
    }

    /**
     * The parameter with which a feature has the given mean: what a decoder that knows nothing else should emit.
     *
     * @param mean of the feature over the data
     * @return the parameter; the mean itself unless overridden
     */
    default double parameterOfMean(double mean) {
        return mean;
    }

    /**
     * Whether p(x|z) of an example depends on the other examples of its batch, so that no p(x) can be had from it.
     *
     * @return false unless overridden
     */
    default boolean dependsOnBatch() {
        return false;
    }

    /**
     * -log p(x|z) of each row and its gradient with respect to the parameters.
     *
     * @param kernels what computes it
     * @param x {@code [examples, features]}
     * @param parameters {@code [rows, parameterCount]}, rows a multiple of examples: row r belongs to example
     *     r mod examples
     * @param negLogLikelihood one value a row, nats: overwritten
     * @param gradient as the parameters: overwritten
     */
    void evaluate(Kernels kernels, Matrix x, Matrix parameters, double[] negLogLikelihood, Matrix gradient);

    /**
     * -log p(x|z) of each row, without the gradient.
     *
     * @param kernels what computes it
     * @param x {@code [examples, features]}
     * @param parameters {@code [rows, parameterCount]}, rows a multiple of examples: row r belongs to example
     *     r mod examples
     * @param negLogLikelihood one value a row, nats: overwritten
     * @param scratch as the parameters: undefined afterwards
     */
    default void negLogLikelihood(
            Kernels kernels, Matrix x, Matrix parameters, double[] negLogLikelihood, Matrix scratch) {
        evaluate(kernels, x, parameters, negLogLikelihood, scratch);
    }

    /**
     * E[x|z], what is shown as the reconstruction.
     *
     * @param kernels what computes it
     * @param parameters {@code [rows, parameterCount]}
     * @param mean {@code [rows, features]}: overwritten
     */
    void mean(Kernels kernels, Matrix parameters, Matrix mean);

    /**
     * Draws x ~ p(x|z). What a row draws follows from the seed and the row's number, however many rows there are.
     *
     * @param kernels what computes it
     * @param parameters {@code [rows, parameterCount]}
     * @param seed of this draw
     * @param x {@code [rows, features]}: overwritten
     */
    void sample(Kernels kernels, Matrix parameters, long seed, Matrix x);

    /**
     * Whether each example's value depends on that example alone, so that a batch may be divided between workers.
     *
     * @return true unless overridden
     */
    default boolean perExample() {
        return true;
    }

    /** {@return the name in configurations, such as {@code bernoulli}} */
    String name();
}
