package org.vae4j.data;

/** The values that the features of a set take. Each range contains the ones before it. */
public enum DataRange {
    /** 0 and 1 alone. */
    BINARY,
    /** The 256 values of a byte, scaled: 0, 1/255, …, 1. */
    LEVELS,
    /** The closed interval from 0 to 1. */
    UNIT_INTERVAL,
    /** Finite numbers. */
    REAL
}
