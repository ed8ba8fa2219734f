package org.vae4j.kernel;

/** Whether a result is added to what stands in its place. */
public enum Accumulate {
    /** What stood there is overwritten. */
    NO,
    /** The result is added to what stood there. */
    YES
}
