package org.vae4j.latent;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.nd4j.shade.jackson.annotation.JsonTypeInfo;
import org.vae4j.extension.Extension;
import org.vae4j.kernel.Accumulate;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;

/**
 * A family of distributions q(z|x), given by parameters that the encoder emits.
 *
 * <p>A draw is a differentiable function of the parameters and of noise (Kingma and Welling 2014, section 2.4), which
 * the network computes with {@link Kernels}; the objective computes densities on plain doubles. Everything is in nats
 * with every constant kept. Implementations are immutable and are stored by name and fields in a model's JSON.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS, include = JsonTypeInfo.As.PROPERTY, property = "@class")
public interface PosteriorFamily extends Extension, Serializable {

    /**
     * The number of parameters that the encoder emits.
     *
     * @param latent latent dimensions, ≥ 1
     * @return number of columns, ≥ 0
     */
    int parameterCount(int latent);

    /**
     * Whether log q(z|x) exists.
     *
     * @return true unless overridden: false for a family that is a point
     */
    default boolean hasDensity() {
        return true;
    }

    /**
     * The bounds between which the encoder's parameters are kept, behind its head.
     *
     * @param latent latent dimensions, ≥ 1
     * @return nothing unless overridden
     */
    default Optional<Bounds> bounds(int latent) {
        return Optional.empty();
    }

    /**
     * The space that draws lie in, with the measure that densities refer to.
     *
     * @return ℝⁿ unless overridden
     */
    default Space space() {
        return Space.EUCLIDEAN;
    }

    /**
     * The number of independent draws from N(0, 1) that a draw of z needs.
     *
     * @param latent latent dimensions, ≥ 1
     * @return the latent dimensions unless overridden
     */
    default int noiseCount(int latent) {
        return latent;
    }

    /**
     * Draws z.
     *
     * @param kernels the kernels to compute with
     * @param parameters {@code [rows, parameterCount]}
     * @param noise N(0, 1), {@code [rows, noiseCount]}
     * @param z {@code [rows, latent]}: overwritten
     */
    void draw(Kernels kernels, Matrix parameters, Matrix noise, Matrix z);

    /**
     * The backward pass of {@link #draw}.
     *
     * @param kernels the kernels to compute with
     * @param draw the draw of the same step
     * @param zGradient with respect to z
     * @param parameterGradient with respect to the parameters: overwritten or added to
     * @param accumulate whether the result is added to the values of {@code parameterGradient}
     */
    void drawGradient(Kernels kernels, Draw draw, Matrix zGradient, Matrix parameterGradient, Accumulate accumulate);

    /**
     * Whether a draw is a differentiable function of its noise, so that chains can move in the space of the noise.
     *
     * @return false unless overridden together with {@link #noiseGradient}
     */
    default boolean movesWithNoise() {
        return false;
    }

    /**
     * The gradient of {@link #draw} with respect to the noise.
     *
     * @param kernels the kernels to compute with
     * @param draw the draw
     * @param zGradient with respect to z
     * @return {@code rows · noiseCount} values, column by column
     * @throws UnsupportedOperationException when the family does not {@linkplain #movesWithNoise() move}
     */
    default double[] noiseGradient(Kernels kernels, Draw draw, Matrix zGradient) {
        throw new UnsupportedOperationException(
                "found posteriors of the family " + name()
                        + ", expected a family whose draws have a gradient with respect to their noise: implement noiseGradient");
    }

    /**
     * The location of q(z|x), of which reconstructions are made.
     *
     * @param kernels the kernels to compute with
     * @param parameters {@code [rows, parameterCount]}
     * @param location {@code [rows, latent]}: overwritten
     */
    void location(Kernels kernels, Matrix parameters, Matrix location);

    /**
     * Adds log q(z|x) of each row, at the draw before any transform.
     *
     * @param latent parameters and draws
     * @param logDensity one value per row, nats: added to
     */
    void addLogDensity(LatentRows latent, double[] logDensity);

    /**
     * Adds the gradient of {@link #addLogDensity} to those of the draw and of the parameters.
     *
     * @param latent parameters and draws
     * @param path factor of each row's gradient with respect to the draw
     * @param direct factor of each row's gradient with respect to the parameters, the draw being held
     */
    void addLogDensityGradient(LatentRows latent, double[] path, double[] direct);

    /**
     * The sizes of the stochastic layers that z consists of.
     *
     * @param latent latent dimensions, ≥ 1
     * @return sizes whose sum is {@code latent}, beginning with the layer next to the data; one layer unless overridden
     */
    default List<Integer> levels(int latent) {
        return List.of(latent);
    }

    /**
     * Whether the parameters follow from the example alone, so that q(z|x) is known at any z and not only at the draw.
     *
     * @return true unless overridden: false where the parameters of some dimensions follow from the draw of others
     */
    default boolean followsFromExample() {
        return true;
    }

    /**
     * KL(q(z|x) ‖ p(z)) in closed form.
     *
     * @param prior p(z)
     * @return a new object for one batch's rows; nothing where the divergence can only be estimated
     */
    default Optional<ClosedKl> closedKl(Prior prior) {
        return Optional.empty();
    }

    /**
     * The computation of log p(z) - log q(z|x).
     *
     * @param prior p(z)
     * @return a new object for one batch's rows, which computes one density after the other unless overridden
     */
    default LogRatio logRatio(Prior prior) {
        return new SeparateLogRatio(this);
    }

    /**
     * The marginals q(z_j|x) of a family under which the dimensions of z are independent given x.
     *
     * @param latent parameters of the rows, without a transform
     * @return a view of the rows' present parameters; nothing unless overridden
     */
    default Optional<IndependentDimensions> dimensions(LatentRows latent) {
        return Optional.empty();
    }

    /**
     * A draw with its arguments.
     *
     * @param parameters {@code [rows, parameterCount]}
     * @param noise {@code [rows, noiseCount]}
     * @param z {@code [rows, latent]}
     */
    record Draw(Matrix parameters, Matrix noise, Matrix z) {}

    /**
     * Bounds of the last parameters of each row.
     *
     * @param from the first parameter that is bounded
     * @param least the lower bound
     * @param most the upper bound
     */
    record Bounds(int from, double least, double most) {}
}
