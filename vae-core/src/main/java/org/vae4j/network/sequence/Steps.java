package org.vae4j.network.sequence;

/** The states that a recurrent block puts out. */
public enum Steps {
    /** The state after the last step: features. */
    LAST,
    /** The state after each step: a sequence. */
    ALL
}
