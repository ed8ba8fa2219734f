package org.vae4j.kernel;

/** Whether a result overwrites or adds to the values of its target. */
public enum Accumulate {
    /** The result overwrites the target. */
    NO,
    /** The result is added to the target. */
    YES
}
