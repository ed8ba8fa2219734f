package org.vae4j.model;

import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;
import org.vae4j.latent.LatentPart;
import org.vae4j.latent.PosteriorFamily;
import org.vae4j.latent.posterior.DeltaPosterior;
import org.vae4j.latent.posterior.DiagonalGaussianPosterior;
import org.vae4j.layers.NoisePosition;
import org.vae4j.model.compiled.CompiledGraph;
import org.vae4j.model.plan.Roles;

/** Computes q(z|x) of examples x, which their condition follows in models that have one. */
final class Encoding {

    /** The fixed noise of passes to the posterior's parameters: encoders rarely draw any. */
    private static final NoisePosition FIXED_NOISE = NoisePosition.evaluation(0);

    private final CompiledGraph compiled;
    private final Roles roles;
    /** Empty where the latent is not sampled. */
    private final Optional<LatentPart> part;

    /** The encoding of a model whose latent is not sampled. */
    Encoding(CompiledGraph compiled, Roles roles) {
        this.compiled = compiled;
        this.roles = roles;
        this.part = Optional.empty();
    }

    Encoding(CompiledGraph compiled, Roles roles, LatentPart part) {
        this.compiled = compiled;
        this.roles = roles;
        this.part = Optional.of(part);
    }

    /** The family of q(z|x); a point mass where the latent is not sampled. */
    PosteriorFamily family() {
        return part.map(LatentPart::posterior).orElseGet(DeltaPosterior::new);
    }

    /** Whether q(z|x) is a diagonal Gaussian and z is its draw, without a transform. */
    boolean isGaussian() {
        return part.filter(p -> p.posterior() instanceof DiagonalGaussianPosterior && !p.transformed())
                .isPresent();
    }

    /** Mean and log-variances of each q(z|x); log-variances of −∞ where the latent is not sampled. */
    Posterior posterior(INDArray x) {
        if (part.isEmpty()) {
            INDArray code = copy(compiled.output(x, roles.latent(), FIXED_NOISE));
            return new Posterior(code, code.like().assign(Double.NEGATIVE_INFINITY));
        }
        if (!isGaussian()) {
            throw new IllegalArgumentException(
                    "found posteriors of the family " + family().name()
                            + (part.get().transformed() ? " behind a transform" : "")
                            + ", expected diagonal Gaussians, which alone have a mean and a variance per dimension: use location(x)");
        }
        Matrix head = compiled.output(x, roles.posterior(), FIXED_NOISE);
        int n = head.columns() / 2;
        return new Posterior(copy(head.columns(0, n)), copy(head.columns(n, 2 * n)));
    }

    /** The location of each q(z|x): that of the draw, mapped by the transforms between draw and z. */
    INDArray location(INDArray x) {
        if (part.isPresent() && !part.get().knowsDensityAnywhere()) {
            // All draws of this pass are the location, and the rows of the first draws come first.
            Matrix rows = compiled.output(x, roles.latent(), NoisePosition.location());
            Matrix location = Matrix.allocate(rows.type(), Math.toIntExact(x.size(0)), rows.columns());
            Kernels.of(rows.type()).copy(rows.rows(0, location.rows()), location);
            return location.array();
        }
        Matrix parameters = compiled.output(x, part.isPresent() ? roles.posterior() : roles.latent(), FIXED_NOISE);
        int latent = part.map(LatentPart::size).orElseGet(parameters::columns);
        Matrix location = Matrix.allocate(parameters.type(), parameters.rows(), latent);
        family().location(Kernels.of(parameters.type()), parameters, location);
        return location.array();
    }

    private static INDArray copy(Matrix matrix) {
        return matrix.array().dup('f');
    }
}
