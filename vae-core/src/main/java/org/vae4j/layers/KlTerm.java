package org.vae4j.layers;

import org.vae4j.objective.LatentBatch;

/** A layer that adds a KL divergence to the network's score. */
public interface KlTerm {

    /**
     * The terms of the last forward pass: posterior, latents, KL and its gradients for every row.
     *
     * @return the batch, which the next forward pass overwrites
     */
    LatentBatch batch();
}
