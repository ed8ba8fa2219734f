package org.vae4j.objective;

/** The importance-weighted bound of a batch's rows, and their normalised weights. */
final class ImportanceWeights {

    private ImportanceWeights() {}

    /**
     * Writes -log 1/K Σ w of each example to its rows' objective, and w / Σ w to their row weights, where
     * log w = log p(x|z) + β (log p(z) - log q(z|x)).
     */
    static void weigh(LatentBatch batch, double beta) {
        int rows = batch.rows();
        int examples = batch.examples();
        double[] logWeights = new double[rows];
        for (int r = 0; r < rows; r++) {
            logWeights[r] = beta * batch.logRatio()[r] - batch.negLogLikelihood()[r];
        }
        double[] weights = batch.rowWeights();
        for (int e = 0; e < examples; e++) {
            double largest = Double.NEGATIVE_INFINITY;
            for (int r = e; r < rows; r += examples) {
                largest = Math.max(largest, logWeights[r]);
            }
            double sum = 0;
            for (int r = e; r < rows; r += examples) {
                weights[r] = Math.exp(logWeights[r] - largest);
                sum += weights[r];
            }
            double objective = -(largest + Math.log(sum / batch.draws()));
            for (int r = e; r < rows; r += examples) {
                weights[r] /= sum;
                batch.objective()[r] = objective;
            }
        }
    }
}
