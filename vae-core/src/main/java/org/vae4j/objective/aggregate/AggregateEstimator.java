package org.vae4j.objective.aggregate;

/**
 * An estimator of the aggregate posterior q(z) = 1/N Σ_n q(z|x_n) at a batch's draws: a weighted sum of the densities
 * under the B posteriors of the batch (Chen et al. 2018).
 */
public enum AggregateEstimator {

    /** Each counts 1/B: q(z) itself where the batch is the whole data. */
    BATCH {
        @Override
        double logWeight(int draw, int posterior, int batch, long examples) {
            return -Math.log(batch);
        }
    },

    /**
     * Each counts 1/(N B), "minibatch-weighted sampling": a lower bound of E log q(z), off by log N where the batch
     * is the whole data.
     */
    WEIGHTED {
        @Override
        double logWeight(int draw, int posterior, int batch, long examples) {
            return -Math.log((double) examples * batch);
        }
    },

    /**
     * The example that was drawn counts 1/N, one other (N - B + 1) / (N (B - 1)) and the rest 1/(B - 1) each,
     * "minibatch-stratified sampling": the weights of each draw add up to 1, and their sum is unbiased for q(z). The
     * one other is the example behind the drawn one, that behind the last being the first.
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
     * The example that was drawn counts 1/N and every other (N - 1) / (N (B - 1)): what {@link #STRATIFIED} is in the
     * mean over which the one other is. It is unbiased too, with less variance, and exact where the batch is the whole
     * data.
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
     * The logarithm of what a posterior's density counts for.
     *
     * @param draw the example whose draw it is, 0 to {@code batch - 1}
     * @param posterior the example whose posterior it is, 0 to {@code batch - 1}
     * @param batch B, ≥ 1
     * @param examples N, ≥ B
     */
    abstract double logWeight(int draw, int posterior, int batch, long examples);
}
