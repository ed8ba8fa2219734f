package org.vae4j.objective.reducer;

import java.util.Arrays;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.vae4j.objective.ImportanceWeights;
import org.vae4j.objective.LatentBatch;
import org.vae4j.objective.Reducer;

/**
 * The mean of M importance-weighted bounds over K draws each, 1/M Σ_m -log 1/K Σ_k w_mk (Rainforth et al. 2018,
 * "MIWAE"): the bound over K draws, whose gradient to the encoder drowns less in noise. The model draws M · K latents
 * of each example. With M = 1 it is the bound over all draws, with K = 1 the negative ELBO by the draws.
 *
 * <p>A batch whose number of draws M does not divide, such as an evaluation's, is divided into as many groups as divide
 * both.
 *
 * @param outer M, ≥ 1; divides {@code model.draws}
 */
public record MultiplyImportanceWeightedReducer(
        @JsonProperty("outer") int outer) implements Reducer {

    /** The prototype: eight groups. */
    public MultiplyImportanceWeightedReducer() {
        this(8);
    }

    public MultiplyImportanceWeightedReducer {
        if (outer < 1) {
            throw new IllegalArgumentException("outer: found " + outer + ", expected a number of at least 1");
        }
    }

    @Override
    public String name() {
        return "miwae";
    }

    @Override
    public int boundDraws(int draws) {
        return draws / groups(draws);
    }

    @Override
    public void requireDraws(int draws) {
        if (draws % outer != 0) {
            throw new IllegalArgumentException("model.draws: found " + draws + " with objective.name=miwae of outer: "
                    + outer + ", expected a multiple of outer: the draws are outer groups of K; set model.draws="
                    + outer * Math.max(2, draws / outer));
        }
    }

    private int groups(int draws) {
        int divisor = outer;
        int rest = draws;
        while (rest != 0) {
            int next = divisor % rest;
            divisor = rest;
            rest = next;
        }
        return divisor;
    }

    @Override
    public void reduce(LatentBatch batch, double beta) {
        int groups = groups(batch.draws());
        ImportanceWeights.weigh(batch, ImportanceWeights.logarithms(batch, beta), batch.draws() / groups);
        Arrays.fill(batch.pathWeights(), 1);
        for (int r = 0; r < batch.rows(); r++) {
            batch.rowWeights()[r] /= groups;
            batch.ratioPath()[r] = -beta * batch.rowWeights()[r];
            batch.ratioDirect()[r] = -beta * batch.rowWeights()[r];
        }
    }
}
