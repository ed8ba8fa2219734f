package org.vae4j.latent;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.nd4j.shade.jackson.annotation.JsonIgnore;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.vae4j.extension.Registry;

/**
 * The description of one latent of a model: its size, its distributions, and where they are computed.
 *
 * @param name the latent's role, such as {@code z}, unique in a model
 * @param size latent dimensions, ≥ 1
 * @param posterior the family of q(z|x)
 * @param prior p(z)
 * @param transform whether an invertible transform lies between the draw and z
 * @param priorSite the place where log p(z) is computed
 */
public record LatentPart(
        @JsonProperty("name") String name,
        @JsonProperty("size") int size,
        @JsonProperty("posterior") PosteriorFamily posterior,
        @JsonProperty("prior") Prior prior,
        @JsonProperty("transform") Transformed transform,
        @JsonProperty("priorSite") PriorSite priorSite)
        implements Serializable {

    /** Whether an invertible transform lies between the draw and z. */
    public enum Transformed {
        /** z is the draw. */
        NO,
        /** z is a transform of the draw, and the network puts out its log-determinant. */
        YES
    }

    /** The place where log p(z) is computed. */
    public enum PriorSite {
        /** The objective computes log p(z): the prior has no parameters in the network. */
        OBJECTIVE,
        /** A {@code PriorVertex} computes log p(z), because it sees the prior's parameters. */
        VERTEX
    }

    public LatentPart {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(posterior, "posterior");
        Objects.requireNonNull(prior, "prior");
        Objects.requireNonNull(transform, "transform");
        Objects.requireNonNull(priorSite, "priorSite");
        requireOneSpace(posterior, prior);
        if (size < 1) {
            throw new IllegalArgumentException(
                    "found a latent of " + size + " dimensions, expected a number >= 1: set model.latent");
        }
        List<Integer> levels = posterior.levels(size);
        prior.requireDimensions(levels.get(levels.size() - 1));
    }

    /**
     * Refuses a prior whose density refers to another space than the posterior's.
     *
     * @param posterior the family of q(z|x); any prior goes with one that has no density
     * @param prior p(z)
     * @throws IllegalArgumentException in one line that names the keys to change
     */
    public static void requireOneSpace(PosteriorFamily posterior, Prior prior) {
        if (!posterior.hasDensity()) {
            return;
        }
        if (!prior.hasDensity()) {
            throw new IllegalArgumentException("model.prior: found " + prior.name() + ", which has no density, with"
                    + " model.posterior=" + posterior.name() + ", expected a prior with a density; set"
                    + " model.kind=autoencoder, whose code a term can pull to it, or another model.prior");
        }
        if (!posterior.space().equals(prior.space())) {
            throw new IllegalArgumentException("model.prior: found " + prior.name() + " on "
                    + prior.space().description() + " with model.posterior=" + posterior.name() + " on "
                    + posterior.space().description() + ", expected both on the same space: set "
                    + (posterior.space().equals(Space.EUCLIDEAN)
                            ? "model.prior=standard_normal"
                            : "model.prior to " + priorsLike(posterior.space())));
        }
    }

    private static String priorsLike(Space space) {
        return Registry.of(Prior.class).prototypes().stream()
                .filter(prior -> prior.space().getClass() == space.getClass())
                .map(Prior::name)
                .collect(Collectors.joining(" or "));
    }

    /**
     * Describes a latent without a transform, whose prior has no parameters.
     *
     * @param size latent dimensions, ≥ 1
     * @param posterior the family of q(z|x)
     * @param prior p(z)
     * @return the part, named {@code z}
     */
    public static LatentPart of(int size, PosteriorFamily posterior, Prior prior) {
        return new LatentPart("z", size, posterior, prior, Transformed.NO, PriorSite.OBJECTIVE);
    }

    /** {@return whether a transform lies between the draw and z} */
    @JsonIgnore
    public boolean transformed() {
        return transform == Transformed.YES;
    }

    /** {@return whether a vertex of the network computes log p(z)} */
    @JsonIgnore
    public boolean priorByVertex() {
        return priorSite == PriorSite.VERTEX;
    }

    /** {@return the sizes of the stochastic layers, beginning with the one next to the data} */
    public List<Integer> levels() {
        return posterior.levels(size);
    }

    /** {@return whether z has several stochastic layers, of which only the last one's prior is {@link #prior()}} */
    @JsonIgnore
    public boolean hierarchical() {
        return !posterior.followsFromExample();
    }

    /** {@return whether log q(z|x) is known at any z, and not only at the draw} */
    @JsonIgnore
    public boolean knowsDensityAnywhere() {
        return !transformed() && posterior.followsFromExample();
    }

    /** {@return whether KL(q(z|x) ‖ p(z)) has a closed form} */
    @JsonIgnore
    public boolean hasClosedKl() {
        return closedKl().isPresent();
    }

    /** {@return whether, given x, the dimensions of z are independent and each has a density} */
    @JsonIgnore
    public boolean hasIndependentDimensions() {
        return !transformed()
                && posterior.hasDensity()
                && posterior.dimensions(new LatentRows(this, 1, 1)).isPresent();
    }

    /** {@return a new computation of KL(q(z|x) ‖ p(z)) in closed form, where there is one} */
    Optional<ClosedKl> closedKl() {
        return transformed() || priorByVertex() ? Optional.empty() : posterior.closedKl(prior);
    }

    /** {@return a new computation of log p(z) - log q(z|x)} */
    LogRatio logRatio() {
        boolean fused = hierarchical() || !transformed() && !priorByVertex();
        return fused ? posterior.logRatio(prior) : new SeparateLogRatio(posterior);
    }

    /** {@return number of columns that this latent has in the input of the output layer} */
    public int columns() {
        return posterior.parameterCount(size) + size + (transformed() ? size + 1 : 0) + (priorByVertex() ? 1 : 0);
    }
}
