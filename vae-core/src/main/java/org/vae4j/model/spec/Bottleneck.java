package org.vae4j.model.spec;

/** The kind of the latent between encoder and decoder. */
public enum Bottleneck {
    /** q(z|x) = N(μ, diag σ²), sampled: a variational autoencoder. */
    GAUSSIAN,
    /** z is a function of x: a plain autoencoder, without a KL term. */
    DETERMINISTIC
}
