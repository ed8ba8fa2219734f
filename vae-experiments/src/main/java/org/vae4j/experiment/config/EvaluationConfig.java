package org.vae4j.experiment.config;

/**
 * What is computed on the test set.
 *
 * @param batchSize examples at a time, at least 1; does not change the result
 * @param samples draws of z per example in the test ELBO, at least 1
 */
public record EvaluationConfig(int batchSize, int samples) {

    /** Validates. */
    public EvaluationConfig {
        Check.atLeast("batchSize", batchSize, 1);
        Check.atLeast("samples", samples, 1);
    }
}
