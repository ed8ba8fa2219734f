package org.vae4j.experiment.study.elbo;

/**
 * The three terms of the decomposition at one step of a fit, each computed without the other two.
 *
 * @param step 0 before the first update
 * @param logEvidenceNats log p(x)
 * @param klToPosteriorNats KL(q || p(z|x))
 * @param elboNats the evidence lower bound of q
 */
public record ElboStep(int step, double logEvidenceNats, double klToPosteriorNats, double elboNats) {

    /**
     * The amount by which the identity is missed, {@code |log p(x) - KL - ELBO|}.
     *
     * @return nats
     */
    public double errorNats() {
        return Math.abs(logEvidenceNats - klToPosteriorNats - elboNats);
    }
}
