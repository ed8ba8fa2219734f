package org.vae4j.objective;

import java.util.Arrays;

/**
 * The logarithms of the importance weights of a batch's rows, the bounds that they give, and the normalised weights.
 */
public final class ImportanceWeights {

    private ImportanceWeights() {}

    /**
     * Computes log w = log p(x|z) + β (log p(z) - log q(z|x)) of each row.
     *
     * @param batch after {@link LatentBatch#begin}
     * @param beta β, the weight of the divergence from the prior
     * @return one value per row, nats
     */
    public static double[] logarithms(LatentBatch batch, double beta) {
        double[] logWeights = new double[batch.rows()];
        for (int r = 0; r < logWeights.length; r++) {
            logWeights[r] = beta * batch.logRatio()[r] - batch.negLogLikelihood()[r];
        }
        return logWeights;
    }

    /**
     * Writes -log 1/K Σ w of each example to its rows' objective, and w / Σ w to their row weights.
     *
     * @param batch after {@link LatentBatch#begin}
     * @param beta β, the weight of the divergence from the prior
     */
    static void weigh(LatentBatch batch, double beta) {
        weigh(batch, logarithms(batch, beta), batch.draws());
    }

    /**
     * Divides the draws of each example into groups of K successive draws. The objective of a group's rows becomes
     * -log 1/K Σ w, and the weight of each row w / Σ w; both sums are over the group.
     *
     * @param batch its objective and its row weights are overwritten
     * @param logWeights one value per row
     * @param size K, the draws of a group; divides the draws of the batch
     */
    public static void weigh(LatentBatch batch, double[] logWeights, int size) {
        int examples = batch.examples();
        for (int first = 0; first < batch.rows(); first += size * examples) {
            for (int e = 0; e < examples; e++) {
                weighGroup(batch, logWeights, first + e, first + size * examples);
            }
        }
    }

    /** Weighs one group: every {@code examples}-th row from {@code first} to before {@code end}, all of one example. */
    private static void weighGroup(LatentBatch batch, double[] logWeights, int first, int end) {
        int examples = batch.examples();
        double[] weights = batch.rowWeights();
        double largest = Double.NEGATIVE_INFINITY;
        int size = 0;
        for (int r = first; r < end; r += examples) {
            largest = Math.max(largest, logWeights[r]);
            size++;
        }
        double sum = 0;
        for (int r = first; r < end; r += examples) {
            weights[r] = relative(logWeights[r], largest);
            sum += weights[r];
        }
        double objective = -(largest + Math.log(sum / size));
        for (int r = first; r < end; r += examples) {
            weights[r] /= sum;
            batch.objective()[r] = objective;
        }
    }

    /** w divided by the largest w; 1 for the largest itself, also where it is 0 or infinite. */
    private static double relative(double logWeight, double largest) {
        return logWeight == largest ? 1 : Math.exp(logWeight - largest);
    }

    /**
     * Computes the logarithms of powers of the weights. The power 0 is 1 for every weight, also for 0 and infinity.
     *
     * @param logWeights log w of each row
     * @param power p
     * @return p log w of each row
     */
    public static double[] powers(double[] logWeights, double power) {
        double[] powers = new double[logWeights.length];
        Arrays.setAll(powers, r -> power == 0 ? 0 : power * logWeights[r]);
        return powers;
    }
}
