package org.vae4j.objective.aggregate;

/**
 * An estimator of the aggregate posterior q(z) = 1/N Σ_n q(z|x_n) at a batch's draws: a weighted sum of the densities
 * under the B posteriors of the batch (Chen et al. 2018).
 */
public enum AggregateEstimator {

    /** Every posterior has the weight 1/B. The sum is q(z) itself where the batch is the whole data. */
    BATCH {
        @Override
        double logWeight(int draw, int posterior, int batch, long examples) {
            return -Math.log(batch);
        }
    },

    /**
     * Every posterior has the weight 1/(N B): "minibatch-weighted sampling". The logarithm of the sum is a lower bound
     * of E log q(z), too low by log N where the batch is the whole data.
     */
    WEIGHTED {
        @Override
        double logWeight(int draw, int posterior, int batch, long examples) {
            return -Math.log((double) examples * batch);
        }
    },

    /**
     * "Minibatch-stratified sampling": the draw's own posterior has the weight 1/N, one other (N - B + 1) / (N (B -
     * 1)), and the rest 1/(B - 1) each. The weights add up to 1, and the sum is unbiased for q(z). The one other is
     * that of the next example of the batch; the first follows the last.
     */
    STRATIFIED {
        @Override
        double logWeight(int draw, int posterior, int batch, long examples) {
            if (batch == 1) {
                return 0;
            }
            if (draw == posterior) {
                return -Math.log(examples);
            }
            double others = batch - 1;
            return posterior == (draw + 1) % batch
                    ? Math.log((examples - others) / (examples * others))
                    : -Math.log(others);
        }
    },

    /**
     * The draw's own posterior has the weight 1/N and every other (N - 1) / (N (B - 1)). These are the weights of
     * {@link #STRATIFIED}, averaged over the choice of the one other. The sum is unbiased, too, with less variance, and
     * exact where the batch is the whole data.
     */
    BALANCED {
        @Override
        double logWeight(int draw, int posterior, int batch, long examples) {
            if (batch == 1) {
                return 0;
            }
            return draw == posterior
                    ? -Math.log(examples)
                    : Math.log((examples - 1.0) / ((double) examples * (batch - 1)));
        }
    };

    /**
     * Returns the logarithm of the weight of a posterior's density at a draw.
     *
     * @param draw the example of the draw, 0 to {@code batch - 1}
     * @param posterior the example of the posterior, 0 to {@code batch - 1}
     * @param batch B, ≥ 1
     * @param examples N, ≥ B
     */
    abstract double logWeight(int draw, int posterior, int batch, long examples);
}
