package org.vae4j.objective.reducer;

import java.util.Arrays;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.vae4j.objective.ImportanceWeights;
import org.vae4j.objective.LatentBatch;
import org.vae4j.objective.Reducer;

/**
 * The mean of M negative importance-weighted bounds over K draws each, 1/M Σ_m -log 1/K Σ_k w_mk (Rainforth et al.
 * 2018, "MIWAE"). It is the bound over K draws; averaging reduces the noise of the encoder's gradient. The model draws
 * M · K latents per example. With M = 1 it is the bound over all draws, with K = 1 the negative ELBO estimated by the
 * draws. The derivative with respect to log w_mk is minus the row weight w_mk / (M Σ_k w_mk).
 *
 * <p>In a batch whose number of draws is not a multiple of M, such as that of an evaluation, the number of groups is
 * the greatest common divisor of both.
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

    /** The greatest common divisor of M and the number of draws. */
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
