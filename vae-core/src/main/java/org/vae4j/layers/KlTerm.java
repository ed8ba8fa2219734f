package org.vae4j.layers;

import org.vae4j.objective.LatentBatch;

/** A layer that adds a KL divergence to the network's score. */
public interface KlTerm {

    /**
     * {@return posterior, latents, KL and its gradients for every row of the last forward pass; the next pass overwrites them}
     */
    LatentBatch batch();
}
