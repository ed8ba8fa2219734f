package org.vae4j.latent;

import java.io.Serializable;
import java.util.Arrays;
import org.nd4j.shade.jackson.annotation.JsonTypeInfo;
import org.vae4j.extension.Extension;

/**
 * A distribution p(z) of a latent, with or without parameters that are learned.
 *
 * <p>Everything is in nats with every constant kept. Implementations are immutable and are stored by name and fields in
 * a model's JSON.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS, include = JsonTypeInfo.As.PROPERTY, property = "@class")
public interface Prior extends Extension, Serializable {

    /**
     * The shape of the parameters that the network puts out for the prior.
     *
     * @param latent latent dimensions, ≥ 1
     * @return no parameters unless overridden
     */
    default Parameters parameters(int latent) {
        return Parameters.NONE;
    }

    /**
     * The origin of the parameters.
     *
     * @return {@link Source#LEARNED} where there are parameters, unless overridden
     */
    default Source source() {
        return parameters(1).equals(Parameters.NONE) ? Source.NONE : Source.LEARNED;
    }

    /** The origin of a prior's parameters. */
    enum Source {
        /** The prior has no parameters. */
        NONE,
        /** The parameters are learned. */
        LEARNED,
        /** The parameters are those of the posteriors of learned pseudo-inputs, one per component. */
        ENCODED
    }

    /**
     * Initialises what a new model learns for its prior, with zeros unless overridden: the parameters, or the
     * pseudo-inputs where the parameters are encoded.
     *
     * @param parameters as {@link #parameters(int)} says, or {@code [components, features]}: its values are overwritten
     * @param latent latent dimensions, ≥ 1
     * @param seed the seed of the draws
     */
    default void initialise(Columns parameters, int latent, long seed) {
        Arrays.fill(parameters.values(), 0);
    }

    /**
     * Adds log p(z) of each row.
     *
     * @param z {@code [rows, latent]}
     * @param parameters as {@link #parameters(int)} says
     * @param logDensity one value per row, nats: added to
     */
    void addLogDensity(Columns z, Columns parameters, double[] logDensity);

    /**
     * Adds the gradient of {@link #addLogDensity} to those of z and of the parameters.
     *
     * @param z {@code [rows, latent]}
     * @param parameters as {@link #parameters(int)} says
     * @param weights factor of each row's gradient
     */
    void addLogDensityGradient(Columns z, Columns parameters, double[] weights);

    /**
     * Draws from the prior: row r is a function of the seed and of r alone.
     *
     * @param parameters as {@link #parameters(int)} says
     * @param seed of the draws
     * @param z {@code [rows, latent]}: its values are overwritten
     */
    void sample(Columns parameters, long seed, Columns z);

    /**
     * Refuses a number of dimensions in which the prior does not exist.
     *
     * @param latent latent dimensions, ≥ 1
     * @throws IllegalArgumentException in one line that names the key to change
     */
    default void requireDimensions(int latent) {}

    /**
     * The space that draws lie in, with the measure that the density refers to.
     *
     * @return ℝⁿ unless overridden
     */
    default Space space() {
        return Space.EUCLIDEAN;
    }

    /**
     * Whether log p(z) exists.
     *
     * @return true unless overridden: false for a distribution that can only be drawn from
     */
    default boolean hasDensity() {
        return true;
    }

    /**
     * Whether log p(z) is finite and differentiable for every z in ℝⁿ, so that Hamiltonian chains can move in it.
     *
     * @return true unless overridden: false for a prior on a part of the space, such as a sphere
     */
    default boolean smoothEverywhere() {
        return true;
    }

    /**
     * The shape of a prior's parameters.
     *
     * @param rows components of the prior, such as those of a mixture; 0 where there are no parameters
     * @param columns parameters of each component
     */
    record Parameters(int rows, int columns) {

        /** The prior has no parameters. */
        public static final Parameters NONE = new Parameters(0, 0);
    }
}
