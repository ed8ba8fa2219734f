package mymodels;

import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.vae4j.latent.LatentRows;
import org.vae4j.objective.LatentBatch;
import org.vae4j.objective.Term;

/**
 * A penalty on large codes, the weight times Σ √(1 + z²) - 1 of each row.
 *
 * @param weight at least 0
 */
public record LatentSizeTerm(@JsonProperty("weight") double weight) implements Term {

    /** Checks the weight. */
    @JsonCreator
    public LatentSizeTerm {
        if (!(weight >= 0)) {
            throw new IllegalArgumentException("weight: found " + weight + ", expected a number >= 0");
        }
    }

    /** The prototype. */
    public LatentSizeTerm() {
        this(0.1);
    }

    @Override
    public String name() {
        return "latent_size";
    }

    @Override
    public boolean perExample() {
        return true;
    }

    @Override
    public double add(LatentBatch batch, Moment moment) {
        double sum = 0;
        for (LatentRows latent : batch.latents()) {
            double[] z = latent.z().values();
            for (int i = 0; i < z.length; i++) {
                double root = Math.sqrt(1 + z[i] * z[i]);
                batch.objective()[i % batch.rows()] += weight * (root - 1);
                latent.z().gradient()[i] += weight * z[i] / root / batch.draws();
                sum += weight * (root - 1);
            }
        }
        return sum / batch.rows();
    }
}
