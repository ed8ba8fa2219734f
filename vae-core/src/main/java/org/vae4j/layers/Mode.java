package org.vae4j.layers;

/** The purpose of a pass through a network. */
public enum Mode {
    /**
     * A step of training: dropout drops, batch normalisation uses the batch's own moments and moves the running ones.
     */
    TRAINING,
    /** Any other pass. */
    EVALUATION
}
