package org.vae4j.objective.reducer;

import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.vae4j.objective.ImportanceWeightedReducer;
import org.vae4j.objective.LatentBatch;
import org.vae4j.objective.Reducer;

/**
 * Two bounds on the same draws (Rainforth et al. 2018, "PIWAE"). Decoder and prior minimise the negative
 * importance-weighted bound over all draws, which is the value. The encoder minimises the mean of the bounds over
 * groups of draws, {@link MultiplyImportanceWeightedReducer}, whose gradient has less noise. With one group both are
 * the same.
 *
 * @param outer number of groups of draws, ≥ 1; divides {@code model.draws}
 */
public record PartiallyImportanceWeightedReducer(
        @JsonProperty("outer") int outer) implements Reducer {

    /** The prototype: eight groups. */
    public PartiallyImportanceWeightedReducer() {
        this(8);
    }

    public PartiallyImportanceWeightedReducer {
        if (outer < 1) {
            throw new IllegalArgumentException("outer: found " + outer + ", expected a number of at least 1");
        }
    }

    @Override
    public String name() {
        return "piwae";
    }

    @Override
    public Reducer ofEncoder() {
        return new MultiplyImportanceWeightedReducer(outer);
    }

    @Override
    public int boundDraws(int draws) {
        return draws;
    }

    @Override
    public void requireDraws(int draws) {
        if (draws % outer != 0) {
            throw new IllegalArgumentException("model.draws: found " + draws + " with objective.name=piwae of outer: "
                    + outer + ", expected a multiple of outer: the encoder's bound is over outer groups of K draws; set"
                    + " model.draws=" + outer * Math.max(2, draws / outer));
        }
    }

    @Override
    public void reduce(LatentBatch batch, double beta) {
        new ImportanceWeightedReducer().reduce(batch, beta);
    }
}
