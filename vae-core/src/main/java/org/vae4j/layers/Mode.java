package org.vae4j.layers;

/** What a pass through a network is for. */
public enum Mode {
    /**
     * A step of training: dropout drops, batch normalisation uses the batch's own moments and moves the running ones.
     */
    TRAINING,
    /** Everything else. */
    EVALUATION
}
