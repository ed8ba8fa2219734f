package org.vae4j.latent;

import java.util.List;

/** log p(z) - log q(z|x) of the rows of a latent, and its gradient. */
public interface LogRatio {

    /**
     * The value of each row.
     *
     * @param latent parameters and draws
     * @param ratio one value per row, nats: added to
     */
    void addTo(LatentRows latent, double[] ratio);

    /**
     * The value of each row, divided among the stochastic layers of which z consists.
     *
     * @param latent parameters and draws
     * @return from the layer next to the data on, each with one value per row, nats; their sum is the value
     */
    default List<double[]> perLevel(LatentRows latent) {
        double[] ratio = new double[latent.rows()];
        addTo(latent, ratio);
        return List.of(ratio);
    }

    /**
     * The gradient, added to the gradients of the latent.
     *
     * @param latent parameters and draws
     * @param path what each row's gradient with respect to z, and to what the prior is made of, is multiplied by
     * @param direct what each row's gradient with respect to the posterior's parameters, z being held, is multiplied by
     */
    void addGradient(LatentRows latent, double[] path, double[] direct);
}
