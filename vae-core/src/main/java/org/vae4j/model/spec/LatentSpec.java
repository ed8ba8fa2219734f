package org.vae4j.model.spec;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.vae4j.latent.LatentPart;
import org.vae4j.latent.PosteriorFamily;
import org.vae4j.latent.Prior;
import org.vae4j.latent.Space;
import org.vae4j.latent.pair.NoPairs;
import org.vae4j.latent.pair.PairSharing;
import org.vae4j.latent.posterior.DeltaPosterior;
import org.vae4j.latent.posterior.DiagonalGaussianPosterior;
import org.vae4j.latent.posterior.HierarchicalGaussianPosterior;
import org.vae4j.latent.posterior.HierarchicalGaussianPosterior.Direction;
import org.vae4j.latent.prior.StandardNormalPrior;
import org.vae4j.likelihood.Likelihood;
import org.vae4j.network.hierarchy.Hierarchy;
import org.vae4j.network.hierarchy.Level;
import org.vae4j.network.hierarchy.None;
import org.vae4j.network.transform.Transform;
import org.vae4j.objective.Objective;

/**
 * The distributions of a model's latent.
 *
 * @param posterior the family of q(z|x), or that of the draw which transforms map to z
 * @param transforms the transforms from the draw to z, in this order; identities are dropped
 * @param prior p(z), or p(z_L) of the last of several layers; ignored where the posterior is a point mass
 * @param hierarchy the stochastic layers above the first
 * @param pairs the rule that combines the posteriors of a pair of examples, for training on pairs
 */
public record LatentSpec(
        PosteriorFamily posterior, List<Transform> transforms, Prior prior, Hierarchy hierarchy, PairSharing pairs) {

    /** A diagonal Gaussian posterior with the prior N(0, I). */
    public static final LatentSpec STANDARD =
            new LatentSpec(new DiagonalGaussianPosterior(), new StandardNormalPrior());

    /** A deterministic code. */
    public static final LatentSpec CODE = new LatentSpec(new DeltaPosterior(), new StandardNormalPrior());

    /** Drops identities and checks that the parts fit together. */
    public LatentSpec {
        Objects.requireNonNull(posterior, "posterior");
        Objects.requireNonNull(prior, "prior");
        Objects.requireNonNull(hierarchy, "hierarchy");
        Objects.requireNonNull(pairs, "pairs");
        transforms = transforms.stream()
                .filter(transform -> !transform.leavesUnchanged())
                .toList();
        if (!transforms.isEmpty() && !posterior.hasDensity()) {
            throw new IllegalArgumentException("found the transform "
                    + transforms.get(0).name() + " of a deterministic code, expected none: leave out model.transforms");
        }
        LatentPart.requireOneSpace(posterior, prior);
        if (!transforms.isEmpty() && !posterior.space().equals(Space.EUCLIDEAN)) {
            throw new IllegalArgumentException("model.transforms: found "
                    + transforms.get(0).name() + " of a draw on "
                    + posterior.space().description()
                    + ", expected none, since transforms are functions of R^n: set model.transforms=[] or"
                    + " model.posterior=diagonal_gaussian");
        }
        if (prior.source() == Prior.Source.ENCODED && posterior.hasDensity()) {
            requireGaussian(posterior, transforms, prior);
        }
        decoderFollower(transforms).ifPresent(transform -> requireSmooth(transform, prior));
        if (!hierarchy.levels().isEmpty()) {
            requireLayers(posterior, transforms, prior, hierarchy);
        }
        if (pairs.takesPairs()) {
            requireForPairs(posterior, transforms, prior, pairs);
            requireOneLayer(hierarchy, pairs);
        }
    }

    /** Refuses pairs with posteriors that cannot be combined in each dimension on its own, and with pseudo-inputs. */
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

    private static void requireOneLayer(Hierarchy hierarchy, PairSharing pairs) {
        if (!hierarchy.levels().isEmpty()) {
            throw new IllegalArgumentException(
                    "model.pairs: found " + pairs.name() + " with model.hierarchy=" + hierarchy.name()
                            + ", expected one stochastic layer: set model.hierarchy=none or model.pairs=none");
        }
    }

    /** Refuses a hierarchy of anything but Gaussian draws, and pseudo-inputs where there is no q(z_L|x). */
    private static void requireLayers(
            PosteriorFamily posterior, List<Transform> transforms, Prior prior, Hierarchy hierarchy) {
        String found = "model.hierarchy: found " + hierarchy.name() + " with ";
        if (!posterior.hasDensity()) {
            throw new IllegalArgumentException(found + "a deterministic code, expected draws: set model.kind=vae");
        }
        if (!(posterior instanceof DiagonalGaussianPosterior)) {
            throw new IllegalArgumentException(found + "model.posterior=" + posterior.name()
                    + ", expected layers of diagonal Gaussians: set model.posterior=diagonal_gaussian");
        }
        if (posterior.bounds(1).isPresent()) {
            throw new IllegalArgumentException(found + "bounds of model.posterior, which no layer would keep, expected"
                    + " none: set model.posterior=diagonal_gaussian, or model.hierarchy=none");
        }
        if (!transforms.isEmpty()) {
            throw new IllegalArgumentException(
                    found + "the transform " + transforms.get(0).name() + ", expected none: set model.transforms=[]");
        }
        if (prior.source() == Prior.Source.ENCODED && hierarchy.direction() == Direction.BOTTOM_UP) {
            throw new IllegalArgumentException(found + "model.prior=" + prior.name()
                    + ", expected a hierarchy whose last layer follows from the example alone, which pseudo-inputs"
                    + " stand for: set model.hierarchy=ladder or top_down, or model.prior=standard_normal");
        }
    }

    /** Refuses a mixture of pseudo-inputs' posteriors as the prior unless these are diagonal Gaussians. */
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
     * A latent of one layer without transforms.
     *
     * @param posterior the family of q(z|x)
     * @param prior p(z); ignored where the posterior is a point mass
     */
    public LatentSpec(PosteriorFamily posterior, Prior prior) {
        this(posterior, List.of(), prior);
    }

    /**
     * A latent for training on single examples.
     *
     * @param posterior the family of q(z|x), or that of the draw which transforms map to z
     * @param transforms the transforms from the draw to z, in this order
     * @param prior p(z), or p(z_L) of the last of several layers; ignored where the posterior is a point mass
     * @param hierarchy the stochastic layers above the first
     */
    public LatentSpec(PosteriorFamily posterior, List<Transform> transforms, Prior prior, Hierarchy hierarchy) {
        this(posterior, transforms, prior, hierarchy, new NoPairs());
    }

    /**
     * A latent of one layer.
     *
     * @param posterior the family of q(z|x), or that of the draw which transforms map to z
     * @param transforms the transforms from the draw to z, in this order
     * @param prior p(z); ignored where the posterior is a point mass
     */
    public LatentSpec(PosteriorFamily posterior, List<Transform> transforms, Prior prior) {
        this(posterior, transforms, prior, new None());
    }

    static LatentSpec of(Bottleneck bottleneck) {
        return Objects.requireNonNull(bottleneck, "bottleneck") == Bottleneck.GAUSSIAN ? STANDARD : CODE;
    }

    /**
     * The latent as the objective reads it.
     *
     * @param size number of latent dimensions of the layer next to the data, ≥ 1
     * @return the latent of all layers together; a vertex computes log p(z) of a prior with parameters
     */
    public LatentPart part(int size) {
        List<Integer> sizes = sizes(size);
        return new LatentPart(
                GraphBuilder.LATENT,
                sizes.stream().reduce(0, Math::addExact),
                isHierarchical() ? new HierarchicalGaussianPosterior(sizes, hierarchy.direction()) : posterior,
                prior,
                isTransformed() ? LatentPart.Transformed.YES : LatentPart.Transformed.NO,
                isLearned(size) ? LatentPart.PriorSite.VERTEX : LatentPart.PriorSite.OBJECTIVE);
    }

    /** The dimensions of all stochastic layers, given those of the one next to the data. */
    List<Integer> sizes(int first) {
        return Stream.concat(Stream.of(first), hierarchy.levels().stream().map(Level::latent))
                .toList();
    }

    /** The dimensions of the last stochastic layer, whose prior is {@link #prior}. */
    int topSize(int first) {
        List<Integer> sizes = sizes(first);
        return sizes.get(sizes.size() - 1);
    }

    /** Whether there are several stochastic layers. */
    boolean isHierarchical() {
        return !hierarchy.levels().isEmpty();
    }

    /** Whether the network computes the prior, because it has parameters. */
    boolean isLearned(int size) {
        return isDrawn() && !prior.parameters(size).equals(Prior.Parameters.NONE);
    }

    /**
     * Refuses a likelihood or an objective that does not fit transforms along the gradient of log p(x, z).
     *
     * @param likelihood p(x|z)
     * @param objective the function that training minimises
     * @throws IllegalArgumentException with one line that names the key to change
     */
    public void requireFit(Likelihood likelihood, Objective objective) {
        Optional<Transform> follower = decoderFollower(transforms);
        if (follower.isEmpty()) {
            return;
        }
        String found = "model.transforms: found " + follower.get().name() + " with ";
        if (!likelihood.hasDensity() || likelihood.dependsOnBatch() || !likelihood.hasSmoothSlope()) {
            throw new IllegalArgumentException(found + "model.likelihood=" + likelihood.name()
                    + ", expected a likelihood of each example alone whose slope has no jumps: set"
                    + " model.likelihood=bernoulli or gaussian, or leave the transform out");
        }
        if (objective.ofEncoder().isPresent()) {
            throw new IllegalArgumentException(found + "an objective of which encoder and decoder follow a loss of"
                    + " their own each, expected one loss, since the decoder takes part in the draw: set"
                    + " objective.name=elbo or iwae, or leave the transform out");
        }
    }

    /** The first transform that moves along the gradient of log p(x, z), if there is one. */
    private static Optional<Transform> decoderFollower(List<Transform> transforms) {
        return transforms.stream().filter(Transform::followsDecoder).findFirst();
    }

    /** Refuses a prior with parameters or without a smooth density for transforms along the gradient of log p(x, z). */
    private static void requireSmooth(Transform transform, Prior prior) {
        if (prior.source() != Prior.Source.NONE || !prior.smoothEverywhere()) {
            throw new IllegalArgumentException("model.transforms: found " + transform.name() + " with model.prior="
                    + prior.name() + ", expected a smooth prior without learned parameters: set"
                    + " model.prior=standard_normal, or leave the transform out");
        }
    }

    /** Whether z is the draw mapped by transforms. */
    boolean isTransformed() {
        return !transforms.isEmpty();
    }

    /** The number of columns that the encoder computes for the transforms. */
    int contextColumns(int size) {
        return transforms.stream()
                .mapToInt(transform -> transform.contextColumns(size))
                .reduce(0, Math::addExact);
    }

    /** Whether the encoder computes the prior's parameters from pseudo-inputs. */
    boolean isEncoded() {
        return isDrawn() && prior.source() == Prior.Source.ENCODED;
    }

    /** Whether z is drawn. */
    boolean isDrawn() {
        return posterior.hasDensity();
    }
}
