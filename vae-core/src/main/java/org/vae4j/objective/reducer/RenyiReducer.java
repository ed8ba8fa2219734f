package org.vae4j.objective.reducer;

import java.util.Arrays;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.vae4j.objective.ImportanceWeights;
import org.vae4j.objective.LatentBatch;
import org.vae4j.objective.Reducer;

/**
 * The negative variational Rényi bound, -1/(1 - α) log 1/K Σ_k w_k^(1 - α) (Li and Turner 2016). Its derivative with
 * respect to log w_k is minus the row weight w_k^(1 - α) / Σ w^(1 - α). α = 0 is the importance-weighted bound; the
 * limit α = 1 is the negative ELBO estimated by the draws, and the limit α = -∞ is {@link LargestWeightReducer}.
 *
 * <p>For α ≥ 0 the expected value is an upper bound of -log p(x). It lies between the importance-weighted bound and the
 * negative ELBO for α ≤ 1, and above the negative ELBO for α > 1. For α &lt; 0 it is no bound: with enough draws it
 * falls below -log p(x).
 *
 * @param alpha α, finite
 */
public record RenyiReducer(@JsonProperty("alpha") double alpha) implements Reducer {

    /** The prototype: α = 0.5. */
    public RenyiReducer() {
        this(0.5);
    }

    public RenyiReducer {
        if (!Double.isFinite(alpha)) {
            throw new IllegalArgumentException(
                    "alpha: found " + alpha + ", expected a finite number; the limit for -infinity is vr_max");
        }
    }

    @Override
    public String name() {
        return "renyi";
    }

    @Override
    public int boundDraws(int draws) {
        return alpha == 1 ? 1 : draws;
    }

    @Override
    public Value value() {
        if (alpha < 0) {
            return Value.NO_BOUND;
        }
        return alpha == 0 || alpha == 1 ? Value.IMPORTANCE_WEIGHTED_BOUND : Value.OTHER_BOUND;
    }

    @Override
    public void reduce(LatentBatch batch, double beta) {
        double power = 1 - alpha;
        double[] logWeights = ImportanceWeights.logarithms(batch, beta);
        ImportanceWeights.weigh(batch, ImportanceWeights.powers(logWeights, power), batch.draws());
        Arrays.fill(batch.pathWeights(), 1);
        for (int r = 0; r < batch.rows(); r++) {
            batch.objective()[r] = power == 0 ? -logWeights[r] : batch.objective()[r] / power;
            batch.ratioPath()[r] = -beta * batch.rowWeights()[r];
            batch.ratioDirect()[r] = -beta * batch.rowWeights()[r];
        }
    }
}
