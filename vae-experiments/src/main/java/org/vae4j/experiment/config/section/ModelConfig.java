package org.vae4j.experiment.config.section;

import java.util.List;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.latent.PosteriorFamily;
import org.vae4j.latent.Prior;
import org.vae4j.latent.pair.PairSharing;
import org.vae4j.latent.posterior.DeltaPosterior;
import org.vae4j.likelihood.GaussianLikelihood;
import org.vae4j.likelihood.HeteroscedasticGaussianLikelihood;
import org.vae4j.likelihood.Likelihood;
import org.vae4j.likelihood.ValueRange;
import org.vae4j.model.spec.DecoderLayout;
import org.vae4j.model.spec.LatentSpec;
import org.vae4j.network.BlockSpec;
import org.vae4j.network.hierarchy.Hierarchy;
import org.vae4j.network.transform.Transform;

/**
 * The section {@code model}: the network and its distributions.
 *
 * @param kind variational or deterministic
 * @param encoder the encoder's blocks; a number is a fully connected layer of that size; empty for a linear encoder
 * @param latent the dimension of z, at least 1; in a hierarchy, that of z_1, which is next to the data
 * @param decoder the decoder's blocks, or a mirror image of the encoder's; empty for a linear decoder
 * @param activation the activation of the hidden layers
 * @param posterior the family of q(z|x); without meaning for an autoencoder
 * @param transforms invertible functions from the draw of the posterior to z, in this order; without meaning for an
 *     autoencoder
 * @param prior p(z); in a hierarchy, of the last level; for an autoencoder, the distribution that terms of the
 *     objective pull codes to, if it is not learned
 * @param hierarchy the stochastic layers above the first one; without meaning for an autoencoder
 * @param pairs the way in which the posteriors of the two examples of a pair share factors, for training with
 *     {@code data.pairs}
 * @param likelihood p(x|z)
 * @param initialisation the distribution from which weights and biases are drawn
 * @param outputBias the initial bias of the decoder's last layer
 * @param draws number of latents drawn per example in training, at least 1: the k of importance-weighted objectives; 1
 *     for an autoencoder
 * @param sigma standard deviation of the likelihood gaussian, above 0; without meaning for other likelihoods
 * @param minSigma the smallest standard deviation of the likelihood gaussian_per_pixel, at least 0; 0 for no floor;
 *     without meaning for other likelihoods
 * @param condition the input of encoder and decoder beside the features and the latent of an example
 * @param discriminator the blocks of the discriminator of a term of the objective; empty for the term's own choice
 */
public record ModelConfig(
        Kind kind,
        List<BlockSpec> encoder,
        int latent,
        DecoderLayout decoder,
        Nonlinearity activation,
        PosteriorFamily posterior,
        List<Transform> transforms,
        Prior prior,
        Hierarchy hierarchy,
        PairSharing pairs,
        LikelihoodChoice likelihood,
        Initialisation initialisation,
        OutputBias outputBias,
        int draws,
        double sigma,
        double minSigma,
        Condition condition,
        List<BlockSpec> discriminator) {

    /**
     * Checks the settings and copies the lists.
     *
     * @throws IllegalArgumentException if a setting is out of range, or two exclude one another
     */
    public ModelConfig {
        encoder = Check.blocks("encoder", encoder);
        discriminator = Check.blocks("discriminator", discriminator);
        Check.atLeast("latent", latent, 1);
        if (decoder instanceof DecoderLayout.Listed listed) {
            Check.blocks("decoder", listed.blocks());
        }
        if (kind == Kind.VAE && !posterior.hasDensity()) {
            throw Check.wrong(
                    "posterior", posterior.name(), "one with a density; a plain code is model.kind=autoencoder");
        }
        if (kind == Kind.AUTOENCODER && pairs.takesPairs()) {
            throw Check.wrong("pairs", pairs.name(), "none with model.kind=autoencoder: a code is no posterior");
        }
        if (likelihood instanceof LikelihoodChoice.Given given
                && (given.likelihood() instanceof GaussianLikelihood gaussian && gaussian.sigma() != 1
                        || given.likelihood() instanceof HeteroscedasticGaussianLikelihood perPixel
                                && !perPixel.equals(new HeteroscedasticGaussianLikelihood()))) {
            throw Check.wrong(
                    "likelihood",
                    given.likelihood(),
                    "the name alone, and the setting as model.sigma or model.minSigma");
        }
        transforms = Check.transforms("transforms", transforms, latent);
        Check.positive("sigma", sigma);
        Check.notNegative("minSigma", minSigma);
        Check.atLeast("draws", draws, 1);
    }

    /** {@return the distributions of the latent} */
    public LatentSpec latents() {
        if (kind == Kind.VAE) {
            return new LatentSpec(posterior, transforms, prior, hierarchy, pairs);
        }
        // The prior of an autoencoder is a target for terms of the objective, and is not learned.
        return prior.source() == Prior.Source.NONE ? new LatentSpec(new DeltaPosterior(), prior) : LatentSpec.CODE;
    }

    /**
     * The likelihood p(x|z) of a new model.
     *
     * @param values the range of the data, by which {@code auto} chooses
     * @return the likelihood, not calibrated on any data
     */
    public Likelihood newLikelihood(ValueRange values) {
        Likelihood chosen = likelihood.of(values);
        if (chosen instanceof GaussianLikelihood) {
            return new GaussianLikelihood(sigma);
        }
        return chosen instanceof HeteroscedasticGaussianLikelihood
                ? new HeteroscedasticGaussianLikelihood(minSigma)
                : chosen;
    }

    // Not called isX: the configuration's writer would take that for a key.

    /** {@return whether training fits the likelihood's sigma to each batch, so that evaluations need a frozen one} */
    public boolean fitsSigma() {
        return likelihood.of(ValueRange.REAL).dependsOnBatch();
    }

    /** {@return whether the likelihood is a density or probability, and not a loss in a unit of its own} */
    public boolean hasDensity() {
        return likelihood.of(ValueRange.REAL).hasDensity();
    }

    /** The input of encoder and decoder beside the features and the latent of an example. */
    public enum Condition {
        /** No further input. */
        NONE,
        /** The label in one-hot code, which needs a labelled data set. */
        LABEL
    }

    /** The kind of the bottleneck. */
    public enum Kind {
        /** A latent that is drawn from a posterior. */
        VAE,
        /** A deterministic code. */
        AUTOENCODER
    }

    /** The distribution of initial weights and biases. */
    public enum Initialisation {
        /** Weights uniform in ±√(6 / (inputs + outputs)), zero biases (Glorot and Bengio 2010). */
        GLOROT_UNIFORM,
        /** Weights and biases uniform in ±1/√inputs, as PyTorch initialises linear layers. */
        FAN_IN_UNIFORM,
        /** Weights normal with the variance 2 / inputs, zero biases (He et al. 2015). */
        HE,
        /** Orthonormal columns or rows of weights, zero biases (Saxe et al. 2014). */
        ORTHOGONAL
    }

    /** The initial bias of the decoder's last layer. */
    public enum OutputBias {
        /** The likelihood's parameters for the mean of the training data, such as its logit. */
        DATA_MEAN,
        /** The bias of the chosen initialisation, which is zero for the default one. */
        ZERO
    }
}
