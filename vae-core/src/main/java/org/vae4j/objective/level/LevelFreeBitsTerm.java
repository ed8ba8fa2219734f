package org.vae4j.objective.level;

import java.util.List;
import java.util.Set;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.vae4j.latent.LatentRows;
import org.vae4j.objective.LatentBatch;
import org.vae4j.objective.Need;
import org.vae4j.objective.Term;

/**
 * Free bits of stochastic layers (Kingma et al. 2016, eq. 15, a group of dimensions being a layer): in place of β Σ_l
 * KL_l the objective has β Σ_l max(λ, KL_l), where KL_l is the mean over the batch of the divergence of layer l from
 * its prior. A layer whose divergence is below λ is not pushed to the prior. A model of one layer has λ free nats
 * altogether.
 *
 * <p>The term's value is the difference, β Σ_l max(0, λ − KL_l). Where KL_l = λ the gradient is the bound's.
 *
 * @param nats λ, nats per layer, finite, ≥ 0; 0 is the bound itself, to the bit
 */
public record LevelFreeBitsTerm(@JsonProperty("nats") double nats) implements Term {

    /** The prototype: three nats per layer. */
    public LevelFreeBitsTerm() {
        this(3);
    }

    /** Checks the range. */
    public LevelFreeBitsTerm {
        if (!(nats >= 0) || Double.isInfinite(nats)) {
            throw new IllegalArgumentException("nats: found " + nats + ", expected a finite number of at least 0");
        }
    }

    @Override
    public boolean weighsKl() {
        return true;
    }

    @Override
    public String name() {
        return "level_free_bits";
    }

    @Override
    public Set<Need> needs() {
        return Set.of(Need.WEIGHTED_KL);
    }

    @Override
    public double add(LatentBatch batch, Moment moment) {
        return FreeNats.add(batch, nats, LevelFreeBitsTerm::levels);
    }

    /** A divergence that is no sum over the dimensions is that of the one layer there is. */
    private static List<Integer> levels(LatentRows latent) {
        int divergences = latent.klPerDimension().length;
        return divergences == latent.size() ? latent.part().levels() : List.of(divergences);
    }
}
