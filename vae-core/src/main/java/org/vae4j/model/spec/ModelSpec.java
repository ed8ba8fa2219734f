package org.vae4j.model.spec;

import java.util.List;
import java.util.Objects;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.latent.Space;
import org.vae4j.likelihood.Likelihood;
import org.vae4j.network.Shape;
import org.vae4j.network.Style;
import org.vae4j.network.ball.InBall;
import org.vae4j.network.block.Dense;
import org.vae4j.objective.Objective;

/**
 * The parts of an autoencoder. Network, posterior, prior, likelihood and objective are independent choices; the few
 * combinations that have no meaning are refused here.
 *
 * @param network encoder, latent and decoder
 * @param latents the distributions of the latent
 * @param likelihood p(x|z)
 * @param objective the function that training minimises
 * @param draws number of latents drawn per example in training, ≥ 1; 1 for a deterministic code
 */
public record ModelSpec(
        Architecture network, LatentSpec latents, Likelihood likelihood, Objective objective, int draws) {

    /** Checks that the parts fit together. */
    public ModelSpec {
        Objects.requireNonNull(network, "network");
        Objects.requireNonNull(latents, "latents");
        Objects.requireNonNull(likelihood, "likelihood");
        Objects.requireNonNull(objective, "objective");
        requirePositive("draws", draws);
        if (draws > 1 && !latents.isDrawn()) {
            throw new IllegalArgumentException("found draws = " + draws
                    + " with a deterministic bottleneck, expected 1: there is nothing to draw");
        }
        if (objective.weighsRows() && !latents.isDrawn()) {
            throw new IllegalArgumentException("found an importance-weighted objective with a deterministic bottleneck,"
                    + " expected a variational one: there is nothing to weigh");
        }
        objective.require(latents.part(network.latent()));
        if (objective.readsPairs() && !latents.pairs().takesPairs()) {
            throw new IllegalArgumentException(
                    "objective.terms: found a term that compares the examples of a pair, with"
                            + " model.pairs=none, expected pairs: set model.pairs=separate and data.pairs");
        }
        if (objective.weighsRows() && !likelihood.hasDensity()) {
            throw new IllegalArgumentException("found an importance-weighted objective with the loss "
                    + likelihood.name() + ", expected a likelihood: weights are ratios of densities");
        }
        requireBlocksInBall(network, latents);
        latents.requireFit(likelihood, objective);
        if (latents.isEncoded()) {
            PseudoInputs.requireNoCondition(network, latents);
        }
        if (latents.isHierarchical()) {
            requireLayers(network, latents, objective);
        }
        if (objective.weighsRows() && likelihood.dependsOnBatch()) {
            throw new IllegalArgumentException("found an importance-weighted objective with the likelihood "
                    + likelihood.name() + ", expected one whose p(x|z) does not depend on the other examples");
        }
    }

    /**
     * Refuses a block that reads points of a ball unless it is the decoder's first and the latent lies in that ball.
     */
    private static void requireBlocksInBall(Architecture network, LatentSpec latents) {
        if (!(network.decoder() instanceof DecoderLayout.Listed listed)) {
            return;
        }
        for (int i = 0; i < listed.blocks().size(); i++) {
            if (listed.blocks().get(i) instanceof InBall block) {
                Space space = latents.isDrawn()
                        ? latents.posterior().space()
                        : latents.prior().space();
                if (i > 0 || network.condition() > 0 || !block.ball().equals(space)) {
                    throw new IllegalArgumentException("model.decoder[" + i + "]: found " + block.name() + " in "
                            + block.ball().description() + ", expected it first, without a condition, behind a latent"
                            + " there: set model.posterior to {wrapped_normal: {curvature: " + block.curvature()
                            + "}}, or leave it out");
                }
            }
        }
    }

    /**
     * A model with a diagonal Gaussian posterior and the prior N(0, I), or with a deterministic code.
     *
     * @param network encoder, latent and decoder
     * @param bottleneck variational or deterministic
     * @param likelihood p(x|z)
     * @param objective the function that training minimises
     * @param draws number of latents drawn per example in training, ≥ 1; 1 for a deterministic code
     */
    public ModelSpec(
            Architecture network, Bottleneck bottleneck, Likelihood likelihood, Objective objective, int draws) {
        this(network, LatentSpec.of(bottleneck), likelihood, objective, draws);
    }

    /**
     * A fully connected model.
     *
     * @param features size of an example, ≥ 1
     * @param encoder sizes of the encoder's hidden layers, from the example on; may be empty
     * @param latent latent dimensions, ≥ 1
     * @param decoder sizes of the decoder's hidden layers, from the latent on; may be empty
     * @param activation the activation of the hidden layers
     * @param bottleneck variational or deterministic
     * @param likelihood p(x|z)
     * @param objective the function that training minimises
     * @param draws number of latents drawn per example in training, ≥ 1; 1 for a deterministic bottleneck
     */
    public ModelSpec(
            int features,
            List<Integer> encoder,
            int latent,
            List<Integer> decoder,
            Nonlinearity activation,
            Bottleneck bottleneck,
            Likelihood likelihood,
            Objective objective,
            int draws) {
        this(
                new Architecture(
                        new Shape.Features(features),
                        Dense.layers(encoder),
                        latent,
                        new DecoderLayout.Listed(Dense.layers(decoder)),
                        new Style(activation)),
                bottleneck,
                likelihood,
                objective,
                draws);
    }

    /**
     * A fully connected model with one draw per example.
     *
     * @param features size of an example
     * @param encoder sizes of the encoder's hidden layers
     * @param latent latent dimensions
     * @param decoder sizes of the decoder's hidden layers
     * @param activation the activation of the hidden layers
     * @param bottleneck variational or deterministic
     * @param likelihood p(x|z)
     * @param objective the function that training minimises
     */
    public ModelSpec(
            int features,
            List<Integer> encoder,
            int latent,
            List<Integer> decoder,
            Nonlinearity activation,
            Bottleneck bottleneck,
            Likelihood likelihood,
            Objective objective) {
        this(features, encoder, latent, decoder, activation, bottleneck, likelihood, objective, 1);
    }

    /** {@return the number of features of an example} */
    public int features() {
        return network.data().size();
    }

    /** {@return the number of latent dimensions of the layer next to the data} */
    public int latent() {
        return network.latent();
    }

    private static void requireLayers(Architecture network, LatentSpec latents, Objective objective) {
        String found = "model.hierarchy: found " + latents.hierarchy().name();
        if (network.condition() > 0) {
            throw new IllegalArgumentException(found + " with a condition, expected a model without one, since layers"
                    + " above the first would not be told of it: set model.condition=none or model.hierarchy=none");
        }
        if (objective.weighsPaths()) {
            throw new IllegalArgumentException(found + " with an objective that weighs the gradient of z on its way to"
                    + " the encoder, expected one that does not: set objective.name=elbo or iwae");
        }
    }

    private static void requirePositive(String what, int value) {
        if (value < 1) {
            throw new IllegalArgumentException("found " + what + " = " + value + ", expected a number >= 1");
        }
    }
}
