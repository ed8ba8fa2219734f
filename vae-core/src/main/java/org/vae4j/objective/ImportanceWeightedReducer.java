package org.vae4j.objective;

import java.util.Arrays;

/**
 * The negative importance-weighted bound, -log 1/K Σₛ wₛ with the weights w = p(x|z) (p(z) / q(z|x))^β of the K draws
 * of an example (Burda, Grosse and Salakhutdinov 2016, eq. 8, where β = 1). With β = 1 its mean over z is an
 * upper bound on -log p(x), the tighter the more draws. Its gradient is Σₛ w̃ₛ ∇(-log wₛ) with w̃ = w / Σ w.
 */
public record ImportanceWeightedReducer() implements Reducer {

    @Override
    public String name() {
        return "iwae";
    }

    @Override
    public int boundDraws(int draws) {
        return draws;
    }

    @Override
    public void reduce(LatentBatch batch, double beta) {
        ImportanceWeights.weigh(batch, beta);
        Arrays.fill(batch.pathWeights(), 1);
        for (int r = 0; r < batch.rows(); r++) {
            batch.ratioPath()[r] = -beta * batch.rowWeights()[r];
            batch.ratioDirect()[r] = -beta * batch.rowWeights()[r];
        }
    }
}
