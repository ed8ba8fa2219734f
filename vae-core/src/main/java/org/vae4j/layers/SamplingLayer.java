package org.vae4j.layers;

import java.util.List;
import java.util.Objects;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.layers.AbstractLayer;
import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.latent.PosteriorFamily;
import org.vae4j.latent.posterior.DiagonalGaussianPosterior;

/**
 * Draws z from a posterior q(z|x), whose parameters are the input.
 *
 * <p>Shapes: input {@code [rows, parameters]}, output z {@code [rows, latent]}. It samples in training and in
 * evaluation. The noise is a pure function of the noise seed, the role, the iteration, and the numbers of example and
 * draw, so a resumed run draws the same z as an uninterrupted one.
 */
public class SamplingLayer extends ParameterlessLayer {

    private PosteriorFamily family = new DiagonalGaussianPosterior();
    private int latent;
    private long noiseSeed;
    private String role;
    private int draws = 1;

    /** Makes an empty object, which DL4J's JSON reader fills. */
    public SamplingLayer() {}

    /**
     * A sampling layer.
     *
     * @param family family of the posterior
     * @param latent number of latent dimensions, ≥ 1
     * @param noise the noise of its draws
     */
    public SamplingLayer(PosteriorFamily family, int latent, Noise noise) {
        this.family = family;
        this.latent = latent;
        this.noiseSeed = noise.seed();
        this.role = noise.role();
        this.draws = noise.draws();
        requireSettings();
    }

    @Override
    final void requireSettings() {
        Objects.requireNonNull(family, "family");
        Objects.requireNonNull(role, "role");
        if (latent < 1) {
            throw new IllegalArgumentException("found latent = " + latent + ", expected a number >= 1");
        }
        Layers.requireDraws(draws);
    }

    /**
     * The noise of a sampling layer.
     *
     * @param seed seed of training's noise
     * @param role the name of the noise, unique in the network
     * @param draws rows per example, ≥ 1: row s · examples + i is draw s of example i
     */
    public record Noise(long seed, String role, int draws) {

        public Noise {
            Objects.requireNonNull(role, "role");
            Layers.requireDraws(draws);
        }
    }

    @Override
    AbstractLayer<?> implementation(NeuralNetConfiguration conf, DataType type) {
        return new SamplingLayerImpl(conf, type);
    }

    @Override
    List<Object> settings() {
        return List.of(family, latent, noiseSeed, String.valueOf(role), draws);
    }

    @Override
    public InputType getOutputType(int index, InputType inputType) {
        requireParameters(Layers.features(getLayerName(), inputType));
        return InputType.feedForward(latent);
    }

    void requireParameters(int columns) {
        if (columns != family.parameterCount(latent)) {
            throw new IllegalArgumentException("layer \"" + getLayerName() + "\": found " + columns
                    + " inputs, expected " + family.parameterCount(latent) + ", the parameters of a posterior "
                    + family.name() + " with " + latent + " dimensions");
        }
    }

    /** {@return the family of the posterior} */
    public PosteriorFamily getFamily() {
        return family;
    }

    /** {@return latent dimensions} */
    public int getLatent() {
        return latent;
    }

    /** {@return seed of training's noise} */
    public long getNoiseSeed() {
        return noiseSeed;
    }

    /** {@return the name of the noise} */
    public String getRole() {
        return role;
    }

    /** {@return rows per example} */
    public int getDraws() {
        return draws;
    }
}
