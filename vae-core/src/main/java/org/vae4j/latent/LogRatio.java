package org.vae4j.latent;

import java.util.List;

/** log p(z) - log q(z|x) of the rows of a latent, and its gradient. */
public interface LogRatio {

    /**
     * Adds the log-ratio of each row.
     *
     * @param latent parameters and draws
     * @param ratio one value per row, nats: added to
     */
    void addTo(LatentRows latent, double[] ratio);

    /**
     * The log-ratio of each row, as a sum over the stochastic layers of which z consists.
     *
     * @param latent parameters and draws
     * @return one array per layer, beginning with the layer next to the data, each with one value per row, nats
     */
    default List<double[]> perLevel(LatentRows latent) {
        double[] ratio = new double[latent.rows()];
        addTo(latent, ratio);
        return List.of(ratio);
    }

    /**
     * Adds the gradient to the gradients of the latent. Call {@link #addTo} first: implementations may reuse its
     * intermediate values.
     *
     * @param latent parameters and draws
     * @param path factor of each row's gradient with respect to z and to the prior's parameters
     * @param direct factor of each row's gradient with respect to the posterior's parameters, z being held
     */
    void addGradient(LatentRows latent, double[] path, double[] direct);
}
