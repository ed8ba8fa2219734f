package org.vae4j.objective.term;

import java.util.Set;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.vae4j.latent.LatentRows;
import org.vae4j.objective.LatentBatch;
import org.vae4j.objective.Need;
import org.vae4j.objective.Term;

/**
 * Half the squared norm of z times a weight, β ½‖z‖² (Ghosh et al. 2020): on a deterministic code the "RAE-L2", with
 * {@code training.weightDecay} on the decoder as its other half.
 *
 * @param weight β, finite, ≥ 0
 */
public record LatentNormTerm(@JsonProperty("weight") double weight) implements Term {

    /** The prototype: a weight of 1e-4. */
    public LatentNormTerm() {
        this(1e-4);
    }

    public LatentNormTerm {
        Range.atLeastZero("weight", weight);
    }

    @Override
    public String name() {
        return "latent_norm";
    }

    @Override
    public Set<Need> needs() {
        return Set.of(Need.PLAIN_PATH);
    }

    @Override
    public boolean perExample() {
        return true;
    }

    @Override
    public double add(LatentBatch batch, Moment moment) {
        if (weight == 0) {
            return 0;
        }
        double sum = 0;
        for (LatentRows latent : batch.latents()) {
            double[] z = latent.z().values();
            for (int i = 0; i < z.length; i++) {
                double value = 0.5 * weight * z[i] * z[i];
                batch.objective()[i % latent.rows()] += value;
                latent.z().gradient()[i] += weight * z[i] / latent.draws();
                sum += value;
            }
        }
        return sum / batch.rows();
    }
}
