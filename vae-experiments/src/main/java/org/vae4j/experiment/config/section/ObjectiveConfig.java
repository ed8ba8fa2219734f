package org.vae4j.experiment.config.section;

/**
 * What is minimised, in nats per example.
 *
 * @param name which objective
 * @param beta weight of the KL term, at least 0; 1 is the negative ELBO
 * @param betaWarmupEpochs over so many epochs beta rises linearly from 0, at least 0
 */
public record ObjectiveConfig(Name name, double beta, int betaWarmupEpochs) {

    /** Validates. */
    public ObjectiveConfig {
        Check.notNegative("beta", beta);
        Check.atLeast("betaWarmupEpochs", betaWarmupEpochs, 0);
    }

    /** Which objective. */
    public enum Name {
        /** The negative ELBO, its KL term weighted by beta. */
        ELBO,
        /** The importance-weighted bound over {@code model.draws} draws. */
        IWAE,
        /** The same bound, with the doubly reparameterised gradient. */
        IWAE_DREG
    }
}
