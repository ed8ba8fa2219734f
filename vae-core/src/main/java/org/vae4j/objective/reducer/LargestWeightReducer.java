package org.vae4j.objective.reducer;

import java.util.Arrays;
import org.vae4j.objective.ImportanceWeights;
import org.vae4j.objective.LatentBatch;
import org.vae4j.objective.Reducer;

/**
 * The negative logarithm of an example's largest weight, -max_k log w_k (Li and Turner 2016, "VR-max"): the limit
 * α = -∞ of the variational Rényi bound. Only the draw with the largest weight has a gradient, the first one of several
 * equal draws. The value is no bound on log p(x), because the largest weight grows without limit with the draws.
 */
public record LargestWeightReducer() implements Reducer {

    @Override
    public String name() {
        return "vr_max";
    }

    @Override
    public int boundDraws(int draws) {
        return draws;
    }

    @Override
    public Value value() {
        return Value.NO_BOUND;
    }

    @Override
    public void reduce(LatentBatch batch, double beta) {
        double[] logWeights = ImportanceWeights.logarithms(batch, beta);
        int examples = batch.examples();
        Arrays.fill(batch.pathWeights(), 1);
        Arrays.fill(batch.rowWeights(), 0);
        for (int e = 0; e < examples; e++) {
            int largest = e;
            for (int r = e; r < batch.rows(); r += examples) {
                // NaN is larger than anything, so that a failed training shows.
                largest = Double.compare(logWeights[r], logWeights[largest]) > 0 ? r : largest;
            }
            batch.rowWeights()[largest] = 1;
            batch.ratioPath()[largest] = -beta;
            batch.ratioDirect()[largest] = -beta;
            for (int r = e; r < batch.rows(); r += examples) {
                batch.objective()[r] = -logWeights[largest];
            }
        }
    }
}
