package org.vae4j.model.spec;

import java.util.List;
import java.util.Objects;
import org.vae4j.latent.LatentPart;
import org.vae4j.latent.PosteriorFamily;
import org.vae4j.latent.Prior;
import org.vae4j.latent.pair.NoPairs;
import org.vae4j.latent.pair.PairSharing;
import org.vae4j.latent.posterior.DeltaPosterior;
import org.vae4j.latent.posterior.DiagonalGaussianPosterior;
import org.vae4j.latent.prior.StandardNormalPrior;
import org.vae4j.network.transform.Transform;

/**
 * The distributions of a model's latent.
 *
 * @param posterior the family of q(z|x), or of what is drawn where transforms make z of it
 * @param transforms from the draw to z, in this order; those that leave it unchanged are left out
 * @param prior p(z); without meaning where the posterior is a point
 * @param pairs what becomes of the posteriors of examples that training takes in pairs, if it does
 */
public record LatentSpec(PosteriorFamily posterior, List<Transform> transforms, Prior prior, PairSharing pairs) {

    /** A diagonal Gaussian against N(0, I). */
    public static final LatentSpec STANDARD =
            new LatentSpec(new DiagonalGaussianPosterior(), new StandardNormalPrior());

    /** A plain code. */
    public static final LatentSpec CODE = new LatentSpec(new DeltaPosterior(), new StandardNormalPrior());

    /** Checks that all are there and go together. */
    public LatentSpec {
        Objects.requireNonNull(posterior, "posterior");
        Objects.requireNonNull(prior, "prior");
        Objects.requireNonNull(pairs, "pairs");
        transforms = transforms.stream()
                .filter(transform -> !transform.leavesUnchanged())
                .toList();
        if (!transforms.isEmpty() && !posterior.hasDensity()) {
            throw new IllegalArgumentException("found the transform "
                    + transforms.get(0).name() + " of a deterministic code, expected none: leave out model.transforms");
        }
        if (prior.source() == Prior.Source.ENCODED && posterior.hasDensity()) {
            requireGaussian(posterior, transforms, prior);
        }
        if (pairs.takesPairs()) {
            requireForPairs(posterior, transforms, prior, pairs);
        }
    }

    /** Two posteriors become one in each dimension by itself, and alone in their batch. */
    private static void requireForPairs(
            PosteriorFamily posterior, List<Transform> transforms, Prior prior, PairSharing pairs) {
        if (!(posterior instanceof DiagonalGaussianPosterior) || !transforms.isEmpty()) {
            throw new IllegalArgumentException("model.pairs: found " + pairs.name() + " with "
                    + (transforms.isEmpty() ? "model.posterior=" + posterior.name() : "model.transforms")
                    + ", expected posteriors of independent dimensions: set model.posterior=diagonal_gaussian without"
                    + " transforms, or model.pairs=none");
        }
        if (prior.source() == Prior.Source.ENCODED) {
            throw new IllegalArgumentException("model.pairs: found " + pairs.name() + " with model.prior="
                    + prior.name() + ", whose pseudo-inputs form no pairs, expected another prior: set"
                    + " model.prior=standard_normal");
        }
    }

    /**
     * A latent of examples that are taken one by one.
     *
     * @param posterior the family of q(z|x), or of what is drawn where transforms make z of it
     * @param transforms from the draw to z, in this order; those that leave it unchanged are left out
     * @param prior p(z); without meaning where the posterior is a point
     */
    public LatentSpec(PosteriorFamily posterior, List<Transform> transforms, Prior prior) {
        this(posterior, transforms, prior, new NoPairs());
    }

    /** A prior that is made of posteriors is a mixture of them. */
    private static void requireGaussian(PosteriorFamily posterior, List<Transform> transforms, Prior prior) {
        if (!(posterior instanceof DiagonalGaussianPosterior)) {
            throw new IllegalArgumentException("model.prior: found " + prior.name() + " with model.posterior="
                    + posterior.name() + ", expected diagonal Gaussians, of which its mixture is made: set"
                    + " model.posterior=diagonal_gaussian");
        }
        if (!transforms.isEmpty()) {
            throw new IllegalArgumentException("model.prior: found " + prior.name() + " with model.transforms, expected"
                    + " none, since a transformed posterior is no Gaussian of its mixture: set model.transforms=[]");
        }
    }

    /**
     * A latent that is drawn and used as it is.
     *
     * @param posterior the family of q(z|x)
     * @param prior p(z); without meaning where the posterior is a point
     */
    public LatentSpec(PosteriorFamily posterior, Prior prior) {
        this(posterior, List.of(), prior);
    }

    static LatentSpec of(Bottleneck bottleneck) {
        return Objects.requireNonNull(bottleneck, "bottleneck") == Bottleneck.GAUSSIAN ? STANDARD : CODE;
    }

    /**
     * The latent as the objective sees it.
     *
     * @param size latent dimensions, ≥ 1
     * @return the part; a prior with parameters is computed by a vertex
     */
    public LatentPart part(int size) {
        return new LatentPart(
                GraphBuilder.LATENT,
                size,
                posterior,
                prior,
                isTransformed() ? LatentPart.Transformed.YES : LatentPart.Transformed.NO,
                isLearned(size) ? LatentPart.PriorSite.VERTEX : LatentPart.PriorSite.OBJECTIVE);
    }

    /** Whether the network has parameters of the prior. */
    boolean isLearned(int size) {
        return isDrawn() && !prior.parameters(size).equals(Prior.Parameters.NONE);
    }

    /** Whether z is a function of the draw. */
    boolean isTransformed() {
        return !transforms.isEmpty();
    }

    /** How many numbers the encoder emits for the transforms. */
    int contextColumns(int size) {
        return transforms.stream()
                .mapToInt(transform -> transform.contextColumns(size))
                .reduce(0, Math::addExact);
    }

    /** Whether the encoder makes the prior's parameters of pseudo-inputs. */
    boolean isEncoded() {
        return isDrawn() && prior.source() == Prior.Source.ENCODED;
    }

    /** Whether z is drawn. */
    boolean isDrawn() {
        return posterior.hasDensity();
    }
}
