package org.vae4j.objective.term;

import java.util.Collections;
import java.util.Set;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.vae4j.objective.LatentBatch;
import org.vae4j.objective.Need;
import org.vae4j.objective.Term;
import org.vae4j.objective.level.FreeNats;

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
        return FreeNats.add(batch, nats, latent -> Collections.nCopies(latent.klPerDimension().length, 1));
    }
}
