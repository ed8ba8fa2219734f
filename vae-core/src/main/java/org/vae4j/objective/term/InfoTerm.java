package org.vae4j.objective.term;

import java.util.Objects;
import java.util.Set;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.vae4j.latent.LatentRows;
import org.vae4j.math.Streams;
import org.vae4j.objective.LatentBatch;
import org.vae4j.objective.Need;
import org.vae4j.objective.Term;

/**
 * The InfoVAE term (Zhao, Song and Ermon 2019). It turns a negative ELBO into −E log p(x|z) + (1 − α) KL(q(z|x) ‖ p(z))
 * + (α + λ − 1) MMD²(q(z), p(z)): it subtracts α KL and adds the discrepancy that {@link MmdTerm} estimates.
 *
 * <p>The published bound has β = 1. With another β the term subtracts α β KL, so that the weight of the KL stays at (1
 * − α) β ≥ 0 and no β drives the posteriors away from the prior. α = 0 and λ = 1 leave the bound unchanged to the bit;
 * α = 1 is a Wasserstein autoencoder of weight λ.
 *
 * @param alpha α ≤ 1, finite
 * @param lambda λ ≥ 1 − α, finite: a negative weight would drive q(z) away from the prior
 * @param kernel the kernel of the discrepancy
 * @param seed tells the noise of two terms apart; a training mixes its own in
 */
public record InfoTerm(
        @JsonProperty("alpha") double alpha,
        @JsonProperty("lambda") double lambda,
        @JsonProperty("kernel") PairKernel kernel,
        @JsonProperty("seed") long seed)
        implements Term {

    /** The prototype: α = 0.5, λ = 10. */
    public InfoTerm() {
        this(0.5, 10, new InverseMultiquadric(), 0);
    }

    public InfoTerm {
        if (!(alpha <= 1) || Double.isInfinite(alpha)) {
            throw new IllegalArgumentException("alpha: found " + alpha + ", expected a finite number of at most 1");
        }
        if (!(alpha + lambda >= 1) || Double.isInfinite(lambda)) {
            throw new IllegalArgumentException("lambda: found " + lambda + " with alpha " + alpha
                    + ", expected a finite number of at least " + (1 - alpha)
                    + ": the discrepancy counts alpha + lambda - 1, and below 0 it would be maximised");
        }
        Objects.requireNonNull(kernel, "kernel");
    }

    @Override
    public boolean weighsKl() {
        return alpha != 0;
    }

    @Override
    public String name() {
        return "info";
    }

    @Override
    public Set<Need> needs() {
        return Set.of(Need.WEIGHTED_KL, Need.PRIOR_DRAWS, Need.PLAIN_PATH);
    }

    private MmdTerm discrepancy() {
        return new MmdTerm(Math.max(0, alpha + lambda - 1), kernel, seed);
    }

    @Override
    public Term in(Training training) {
        // The term's own name in the seed: an mmd term with the same seed has other draws.
        return new InfoTerm(alpha, lambda, kernel, Streams.at(Streams.derive(training.seed(), name()), seed));
    }

    @Override
    public double add(LatentBatch batch, Moment moment) {
        double value = discrepancy().add(batch, moment);
        double share = alpha * batch.klWeight();
        if (share == 0) {
            return value;
        }
        for (LatentRows latent : batch.latents()) {
            double[] weights = latent.kl().gradient();
            for (int i = 0; i < weights.length; i++) {
                weights[i] -= share;
            }
        }
        double subtracted = 0;
        for (int r = 0; r < batch.rows(); r++) {
            batch.objective()[r] -= share * batch.kl()[r];
            subtracted += share * batch.kl()[r] / batch.rows();
        }
        return value - subtracted;
    }
}
