package org.vae4j.objective.term;

import java.util.Set;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.vae4j.latent.LatentRows;
import org.vae4j.objective.LatentBatch;
import org.vae4j.objective.Need;
import org.vae4j.objective.Term;

/**
 * Free bits (Kingma et al. 2016, eq. 15): in place of β Σ_j KL_j the objective has β Σ_j max(λ, KL_j), where KL_j is
 * the mean over the batch of the divergence in dimension j. A dimension whose divergence is below λ is not pushed to
 * the prior.
 *
 * <p>The term's value is the difference, β Σ_j max(0, λ − KL_j). Where KL_j = λ the gradient is the bound's.
 *
 * @param nats λ, nats per dimension, finite, ≥ 0; 0 is the bound itself, to the bit
 */
public record FreeBitsTerm(@JsonProperty("nats") double nats) implements Term {

    /** The prototype: half a nat per dimension. */
    public FreeBitsTerm() {
        this(0.5);
    }

    public FreeBitsTerm {
        Range.atLeastZero("nats", nats);
    }

    @Override
    public boolean weighsKl() {
        return true;
    }

    @Override
    public String name() {
        return "free_bits";
    }

    @Override
    public Set<Need> needs() {
        return Set.of(Need.WEIGHTED_KL);
    }

    @Override
    public double add(LatentBatch batch, Moment moment) {
        double missing = 0;
        // A divergence of 0 may come out as -1e-17, which is not below a λ of 0.
        if (nats > 0) {
            for (LatentRows latent : batch.latents()) {
                missing += free(latent, batch.klWeight());
            }
        }
        double value = batch.klWeight() * missing;
        if (value != 0) {
            batch.addToEach(value);
        }
        return value;
    }

    /** Takes the bound's weight off the dimensions below λ; returns how many nats these lack together. */
    private double free(LatentRows latent, double beta) {
        double[] means = latent.klPerDimension();
        double[] weights = latent.kl().gradient();
        double missing = 0;
        for (int j = 0; j < means.length; j++) {
            if (means[j] < nats) {
                missing += nats - means[j];
                for (int e = 0; e < latent.examples(); e++) {
                    weights[latent.kl().at(e, j)] -= beta;
                }
            }
        }
        return missing;
    }
}
