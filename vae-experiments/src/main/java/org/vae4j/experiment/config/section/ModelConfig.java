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
 * The section {@code model}: the network and its latent.
 *
 * @param kind variational or deterministic
 * @param encoder the encoder's blocks; a number stands for a fully connected layer of that size; empty: linear
 * @param latent dimension of z, at least 1; where there are several stochastic layers, that of z_1, which is next to
 *     the data
 * @param decoder the decoder's blocks, or that they mirror the encoder's; empty: linear
 * @param activation of the hidden layers
 * @param posterior the family of q(z|x); without meaning for an autoencoder
 * @param transforms invertible functions from the draw of the posterior to z, in this order; without meaning for an
 *     autoencoder
 * @param prior p(z), of several stochastic layers that of the last one; for an autoencoder, what terms of the objective
 *     pull codes to, where it is not learned
 * @param hierarchy the stochastic layers above the first one; without meaning for an autoencoder
 * @param pairs what becomes of the posteriors of examples that training takes in pairs, as {@code data.pairs} has it
 * @param likelihood p(x|z)
 * @param initialisation how weights and biases are drawn
 * @param outputBias what the decoder's last layer begins with
 * @param draws latents drawn for each example in training, at least 1; 1 for an autoencoder; the k of the
 *     importance-weighted objectives
 * @param sigma standard deviation of the likelihood gaussian, above 0; without meaning for the others
 * @param minSigma the smallest standard deviation of the likelihood gaussian_per_pixel, at least 0; 0 for no floor;
 *     without meaning for the others
 * @param condition what encoder and decoder are told of an example beside its features and its latent
 * @param discriminator the blocks of the discriminator that a term of the objective brings along; empty: as the term
 *     has it
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
        // What a term of the objective may pull codes to; a code learns no prior.
        return prior.source() == Prior.Source.NONE ? new LatentSpec(new DeltaPosterior(), prior) : LatentSpec.CODE;
    }

    /**
     * p(x|z) as a new model has it.
     *
     * @param values the values of the data, by which {@code auto} decides
     * @return not calibrated on any data
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

    /** {@return whether the likelihood is one, and no loss in a unit of its own} */
    public boolean hasDensity() {
        return likelihood.of(ValueRange.REAL).hasDensity();
    }

    /** What encoder and decoder are told of an example. */
    public enum Condition {
        /** The network is told nothing. */
        NONE,
        /** The network is told the label, in one-hot code, which needs a labelled data set. */
        LABEL
    }

    /** What the bottleneck is. */
    public enum Kind {
        /** A diagonal Gaussian posterior, sampled. */
        VAE,
        /** A plain code. */
        AUTOENCODER
    }

    /** How weights and biases are drawn. */
    public enum Initialisation {
        /** Weights uniform in ±√(6 / (inputs + outputs)), zero biases (Glorot and Bengio 2010). */
        GLOROT_UNIFORM,
        /** Weights and biases uniform in ±1/√inputs: what PyTorch's linear layers begin with. */
        FAN_IN_UNIFORM,
        /** Weights normal with the variance 2 / inputs, zero biases (He et al. 2015). */
        HE,
        /** Orthonormal columns or rows of weights, zero biases (Saxe et al. 2014). */
        ORTHOGONAL
    }

    /** What the bias of the decoder's last layer begins with. */
    public enum OutputBias {
        /** The parameters of the training data's mean, such as its logit. */
        DATA_MEAN,
        /** The bias stays as it is initialised, which is zeros for the default initialisation. */
        ZERO
    }
}
