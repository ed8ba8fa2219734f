package org.vae4j.eval.ood;

/** A number of one example; if it works, it is higher for examples that are more like the training data. */
public enum Score {
    /** log p(x), estimated by importance sampling, nats. */
    LOG_LIKELIHOOD("log p(x)"),
    /** The lower bound of log p(x), nats. */
    ELBO("ELBO"),
    /** E[log p(x|z)] under q(z|x), nats: how well the example is reconstructed. */
    RECONSTRUCTION("reconstruction"),
    /** -KL(q(z|x) ‖ p(z)), nats: how little the code of the example surprises. */
    NEG_KL("-KL"),
    /**
     * -|log p(x) - m|, nats, m being the mean over the training data (Nalisnick et al. 2019): too likely is wrong too.
     */
    TYPICALITY("typicality"),
    /**
     * log p(x) + L(x), nats, L being the size of the example when compressed without knowledge of the training data
     * (Serrà et al. 2020): the log-likelihood ratio against a model for everything, which takes out that simple images
     * are likely.
     */
    COMPLEXITY_CORRECTED("log p(x) + compressed size");

    private final String label;

    Score(String label) {
        this.label = label;
    }

    /** {@return a few words for tables and charts} */
    public String label() {
        return label;
    }
}
