package org.vae4j.latent;

import java.io.Serializable;
import java.util.Objects;
import java.util.Optional;
import org.nd4j.shade.jackson.annotation.JsonIgnore;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * What one latent of a model is.
 *
 * @param name of the latent, such as {@code z}; a role, unique in a model
 * @param size latent dimensions, ≥ 1
 * @param posterior the family of q(z|x)
 * @param prior p(z)
 * @param transform whether an invertible transform lies between the draw and z
 * @param priorSite where log p(z) is computed
 */
public record LatentPart(
        @JsonProperty("name") String name,
        @JsonProperty("size") int size,
        @JsonProperty("posterior") PosteriorFamily posterior,
        @JsonProperty("prior") Prior prior,
        @JsonProperty("transform") Transformed transform,
        @JsonProperty("priorSite") PriorSite priorSite)
        implements Serializable {

    /** Whether the draw is z. */
    public enum Transformed {
        /** The decoder sees what was drawn. */
        NO,
        /** The decoder sees a transform of it, and the network puts out its log-determinant. */
        YES
    }

    /** Where log p(z) is computed. */
    public enum PriorSite {
        /** By the objective: the prior has no parameters in the network. */
        OBJECTIVE,
        /** By a {@code PriorVertex}, which sees the prior's parameters. */
        VERTEX
    }

    public LatentPart {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(posterior, "posterior");
        Objects.requireNonNull(prior, "prior");
        Objects.requireNonNull(transform, "transform");
        Objects.requireNonNull(priorSite, "priorSite");
        if (size < 1) {
            throw new IllegalArgumentException(
                    "found a latent of " + size + " dimensions, expected a number >= 1: set model.latent");
        }
    }

    /**
     * A latent that is drawn and used as it is, with a prior that has no parameters.
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

    /** A new closed form of KL(q(z|x) ‖ p(z)), where there is one. */
    Optional<ClosedKl> closedKl() {
        return transformed() || priorByVertex() ? Optional.empty() : posterior.closedKl(prior);
    }

    /** A new computation of log p(z) - log q(z|x). */
    LogRatio logRatio() {
        boolean fused = !transformed() && !priorByVertex();
        return fused ? posterior.logRatio(prior) : new SeparateLogRatio(posterior);
    }

    /** {@return number of columns that this latent has in the input of the output layer} */
    public int columns() {
        return posterior.parameterCount(size) + size + (transformed() ? size + 1 : 0) + (priorByVertex() ? 1 : 0);
    }
}
