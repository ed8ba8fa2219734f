package org.vae4j.objective.reducer;

import java.util.Arrays;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.vae4j.objective.ImportanceWeights;
import org.vae4j.objective.LatentBatch;
import org.vae4j.objective.Reducer;

/**
 * A convex combination of the negative ELBO and the negative importance-weighted bound over the same draws, b · ELBO +
 * (1 - b) · IWAE (Rainforth et al. 2018, "CIWAE"). The ELBO is estimated by the draws as the mean of -log w. The
 * derivative with respect to log w of a draw is minus the row weight b/K + (1 - b) w / Σ w over the K draws.
 *
 * @param elbo b in [0, 1]: 0 is the importance-weighted bound, 1 the ELBO
 */
public record CombinedReducer(@JsonProperty("elbo") double elbo) implements Reducer {

    /** The prototype: half of each. */
    public CombinedReducer() {
        this(0.5);
    }

    public CombinedReducer {
        if (!(elbo >= 0 && elbo <= 1)) {
            throw new IllegalArgumentException("elbo: found " + elbo + ", expected a number from 0 to 1");
        }
    }

    @Override
    public String name() {
        return "ciwae";
    }

    @Override
    public int boundDraws(int draws) {
        return elbo == 1 ? 1 : draws;
    }

    @Override
    public Value value() {
        return elbo > 0 && elbo < 1 ? Value.OTHER_BOUND : Value.IMPORTANCE_WEIGHTED_BOUND;
    }

    @Override
    public void reduce(LatentBatch batch, double beta) {
        double[] logWeights = ImportanceWeights.logarithms(batch, beta);
        ImportanceWeights.weigh(batch, logWeights, batch.draws());
        Arrays.fill(batch.pathWeights(), 1);
        double share = 1.0 / batch.draws();
        for (int r = 0; r < batch.rows(); r++) {
            double weight = elbo * share + (1 - elbo) * batch.rowWeights()[r];
            batch.objective()[r] = weighted(elbo, -logWeights[r]) + weighted(1 - elbo, batch.objective()[r]);
            batch.rowWeights()[r] = weight;
            batch.ratioPath()[r] = -beta * weight;
            batch.ratioDirect()[r] = -beta * weight;
        }
    }

    /**
     * weight · value, but 0 for a weight of 0 also where the value is infinite, such as -log w of a draw of weight 0.
     */
    private static double weighted(double weight, double value) {
        return weight == 0 ? 0 : weight * value;
    }
}
