package org.vae4j.latent;

/** KL(q(z|x) ‖ p(z)) in closed form, for each example and dimension, or for the example. */
public interface ClosedKl {

    /**
     * The number of divergences per example.
     *
     * @param latent latent dimensions, ≥ 1
     * @return one per dimension unless overridden: 1 where the divergence is no sum over the dimensions
     */
    default int columns(int latent) {
        return latent;
    }

    /**
     * Writes the divergences.
     *
     * @param latent its {@link LatentRows#kl() kl} is overwritten, nats
     */
    void evaluate(LatentRows latent);

    /**
     * Adds the gradient to that of the posterior's parameters. Call {@link #evaluate} first: implementations may reuse
     * its intermediate values.
     *
     * @param latent the gradient of its {@link LatentRows#kl() kl} holds the weight of each divergence; each row of the
     *     example gets a share of 1 / draws
     */
    void addGradient(LatentRows latent);
}
