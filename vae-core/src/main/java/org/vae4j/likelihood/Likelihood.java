package org.vae4j.likelihood;

import java.io.Serializable;
import java.util.Map;
import java.util.Optional;
import org.nd4j.shade.jackson.annotation.JsonTypeInfo;
import org.vae4j.extension.Extension;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.likelihood.support.Measure;

/**
 * A family of distributions p(x|z) over examples, given by parameters that the decoder emits.
 *
 * <p>Everything is in nats, per example, with every constant kept. Values of two likelihoods on the same data may be
 * compared when both are of the same {@link Measure}: two densities may, a density and a probability or a cross-entropy
 * may not. Implementations are immutable and are stored by class name and fields in a model's JSON. One whose features
 * are independent is a {@link PointwiseLikelihood}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS, include = JsonTypeInfo.As.PROPERTY, property = "@class")
public interface Likelihood extends Extension, Serializable {

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
     * The values over which p(x|z) is normalised, which decides what the likelihood may be used for: see
     * {@link Measure#of}.
     *
     * @return every finite number unless overridden
     */
    default ValueRange support() {
        return ValueRange.REAL;
    }

    /**
     * Whether p(x|z) is a density or a probability, that is whether {@link #evaluate} is its negative logarithm in
     * nats. A loss that is none is in a unit of its own: no number that contains it is called an ELBO or nats, and it
     * has no p(x).
     *
     * @return true unless overridden
     */
    default boolean hasDensity() {
        return true;
    }

    /**
     * Whether the gradient of log p(x|z) with respect to the parameters has no jumps.
     *
     * @return true unless overridden
     */
    default boolean hasSmoothSlope() {
        return true;
    }

    /**
     * Whether p(x|z) of an example depends on the other examples of its batch. Then no p(x) of one example can be had
     * from it, and a batch cannot be divided between workers.
     *
     * @return false unless overridden
     */
    default boolean dependsOnBatch() {
        return false;
    }

    /**
     * The likelihood that evaluations use in place of this one, which is what training uses.
     *
     * @return this one unless overridden
     */
    default Likelihood forEvaluation() {
        return this;
    }

    /**
     * The files that this likelihood is computed with, beside its settings.
     *
     * @return SHA-256 by path; none unless overridden
     */
    default Map<String, String> files() {
        return Map.of();
    }

    /**
     * This likelihood with the hashes of its files, for a new model: a file that is another one later is refused.
     *
     * @return this one unless overridden
     * @throws IllegalArgumentException in one line, where a file is missing or not what it must be
     */
    default Likelihood withFiles() {
        return this;
    }

    /**
     * This likelihood with what evaluation needs to know of the training set and training does not learn.
     *
     * @param meanSquaredError the mean of (x - E[x|z])² over all examples and features of the training set, z drawn
     *     from q(z|x)
     * @return this one unless overridden
     */
    default Likelihood calibrated(double meanSquaredError) {
        return this;
    }

    /**
     * -log p(x|z) of each row and its gradient with respect to the parameters.
     *
     * @param kernels what computes it
     * @param x {@code [examples, features]}
     * @param parameters {@code [rows, parameterCount]}, rows a multiple of examples: row r belongs to example
     *     r mod examples
     * @param negLogLikelihood one value per row, nats: overwritten
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
     * @param negLogLikelihood one value per row, nats: overwritten
     * @param scratch as the parameters: undefined afterwards
     */
    default void negLogLikelihood(
            Kernels kernels, Matrix x, Matrix parameters, double[] negLogLikelihood, Matrix scratch) {
        evaluate(kernels, x, parameters, negLogLikelihood, scratch);
    }

    /**
     * The function f where E[x|z] of a feature is f of its first parameter, which is what other programs are told that
     * read an exported network.
     *
     * @return nothing unless overridden: the mean depends on several parameters, or on one in another way
     */
    default Optional<Nonlinearity> meanOfFirstParameter() {
        return Optional.empty();
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
}
