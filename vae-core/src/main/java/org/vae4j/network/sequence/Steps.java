package org.vae4j.network.sequence;

/** What a recurrent block puts out. */
public enum Steps {
    /** Its state after the last step: features. */
    LAST,
    /** Its state after each step: a sequence. */
    ALL
}
