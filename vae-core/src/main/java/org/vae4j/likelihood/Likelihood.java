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
     * Returns the number of parameters that the decoder must emit.
     *
     * @param features size of an example
     * @return number of columns of the parameter matrix
     */
    int parameterCount(int features);

    /**
     * Returns the number of features that belong to a number of parameters: the inverse of {@link #parameterCount}.
     *
     * @param parameters number of columns of the parameter matrix
     * @return size of an example
     */
    int featureCount(int parameters);

    /**
     * Returns the number of parameters that are learned constants instead of functions of z. They are the last columns,
     * with the same value in every row.
     *
     * @return 0 unless overridden
     */
    default int sharedParameterCount() {
        return 0;
    }

    /**
     * Returns the parameter with which a feature has the given mean, as the initial bias of a decoder.
     *
     * @param mean the mean of the feature over the data
     * @return the parameter; the mean itself unless overridden
     */
    default double parameterOfMean(double mean) {
        return mean;
    }

    /**
     * Returns the values over which p(x|z) is normalised. {@link Measure#of} decides by them on which data the
     * likelihood may be used.
     *
     * @return every finite number unless overridden
     */
    default ValueRange support() {
        return ValueRange.REAL;
    }

    /**
     * Whether p(x|z) is a density or a probability, so that {@link #evaluate} computes its negative logarithm in nats.
     * Any other loss is in a unit of its own: no number that contains it is called an ELBO or nats, and there is no
     * p(x).
     *
     * @return true unless overridden
     */
    default boolean hasDensity() {
        return true;
    }

    /**
     * Whether the gradient of log p(x|z) with respect to the parameters is continuous.
     *
     * @return true unless overridden
     */
    default boolean hasSmoothSlope() {
        return true;
    }

    /**
     * Whether p(x|z) of an example depends on the other examples of its batch. Such a likelihood gives no p(x) of a
     * single example, and a batch cannot be divided between workers.
     *
     * @return false unless overridden
     */
    default boolean dependsOnBatch() {
        return false;
    }

    /**
     * Returns the likelihood that evaluations use; training uses this one.
     *
     * @return this one unless overridden
     */
    default Likelihood forEvaluation() {
        return this;
    }

    /**
     * Returns the files that this likelihood reads, such as a pretrained network.
     *
     * @return SHA-256 by path; none unless overridden
     */
    default Map<String, String> files() {
        return Map.of();
    }

    /**
     * Returns this likelihood with the hashes of its files, for a new model. A file that has changed later is refused.
     *
     * @return this one unless overridden
     * @throws IllegalArgumentException in one line, where a file is missing or has the wrong content
     */
    default Likelihood withFiles() {
        return this;
    }

    /**
     * Returns this likelihood with the constants that evaluation needs and training does not learn, such as a frozen σ.
     *
     * @param meanSquaredError the mean of (x - E[x|z])² over all examples and features of the training set, z drawn
     *     from q(z|x)
     * @return this one unless overridden
     */
    default Likelihood calibrated(double meanSquaredError) {
        return this;
    }

    /**
     * Computes -log p(x|z) of each row and its gradient with respect to the parameters.
     *
     * @param kernels the kernels for the type of the matrices
     * @param x {@code [examples, features]}
     * @param parameters {@code [rows, parameterCount]}, rows a multiple of examples: row r belongs to example
     *     r mod examples
     * @param negLogLikelihood one value per row, nats: overwritten
     * @param gradient as the parameters: overwritten
     */
    void evaluate(Kernels kernels, Matrix x, Matrix parameters, double[] negLogLikelihood, Matrix gradient);

    /**
     * Computes -log p(x|z) of each row, without the gradient.
     *
     * @param kernels the kernels for the type of the matrices
     * @param x {@code [examples, features]}
     * @param parameters {@code [rows, parameterCount]}, rows a multiple of examples: row r belongs to example
     *     r mod examples
     * @param negLogLikelihood one value per row, nats: overwritten
     * @param scratch memory of the shape of the parameters: undefined afterwards
     */
    default void negLogLikelihood(
            Kernels kernels, Matrix x, Matrix parameters, double[] negLogLikelihood, Matrix scratch) {
        evaluate(kernels, x, parameters, negLogLikelihood, scratch);
    }

    /**
     * Returns the function f for which E[x|z] of a feature is f of its first parameter. An exported network ends with
     * it.
     *
     * @return empty unless overridden: the mean depends on several parameters, or is no such function
     */
    default Optional<Nonlinearity> meanOfFirstParameter() {
        return Optional.empty();
    }

    /**
     * Computes E[x|z], the reconstruction.
     *
     * @param kernels the kernels for the type of the matrices
     * @param parameters {@code [rows, parameterCount]}
     * @param mean {@code [rows, features]}: overwritten
     */
    void mean(Kernels kernels, Matrix parameters, Matrix mean);

    /**
     * Draws x ~ p(x|z). The draw of a row depends on the seed and on the row's number, not on the number of rows.
     *
     * @param kernels the kernels for the type of the matrices
     * @param parameters {@code [rows, parameterCount]}
     * @param seed of this draw
     * @param x {@code [rows, features]}: overwritten
     */
    void sample(Kernels kernels, Matrix parameters, long seed, Matrix x);
}
