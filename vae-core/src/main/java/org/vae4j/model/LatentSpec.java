package org.vae4j.model;

import java.util.Objects;
import org.vae4j.latent.LatentPart;
import org.vae4j.latent.PosteriorFamily;
import org.vae4j.latent.Prior;
import org.vae4j.latent.posterior.DeltaPosterior;
import org.vae4j.latent.posterior.DiagonalGaussianPosterior;
import org.vae4j.latent.prior.StandardNormalPrior;

/**
 * The distributions of a model's latent.
 *
 * @param posterior the family of q(z|x)
 * @param prior p(z); without meaning where the posterior is a point
 */
public record LatentSpec(PosteriorFamily posterior, Prior prior) {

    /** A diagonal Gaussian against N(0, I). */
    public static final LatentSpec STANDARD =
            new LatentSpec(new DiagonalGaussianPosterior(), new StandardNormalPrior());

    /** A plain code. */
    public static final LatentSpec CODE = new LatentSpec(new DeltaPosterior(), new StandardNormalPrior());

    /** Checks that both are there. */
    public LatentSpec {
        Objects.requireNonNull(posterior, "posterior");
        Objects.requireNonNull(prior, "prior");
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
                LatentPart.Transformed.NO,
                isLearned(size) ? LatentPart.PriorSite.VERTEX : LatentPart.PriorSite.OBJECTIVE);
    }

    /** Whether the network has parameters of the prior. */
    boolean isLearned(int size) {
        return isDrawn() && !prior.parameters(size).equals(Prior.Parameters.NONE);
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
