package org.vae4j.data.source.own;

/** The rule by which the numbers of the files become the values that a model sees. */
public enum RangeRule {
    /**
     * The values found choose the rule: BINARY for zeros and ones, or bytes that are 0 or 255; BYTE for other bytes;
     * UNIT for numbers in [0, 1]; for other numbers, STANDARD in a table and REAL in images.
     */
    AUTO,
    /** Zeros and ones, or 0 and 255; others are refused. */
    BINARY,
    /** Numbers in [0, 1] as they are; others are refused. */
    UNIT,
    /** Numbers from 0 to 255, divided by 255; others are refused. */
    BYTE,
    /** Numbers as they are. */
    REAL,
    /** Each value less its mean over the training examples, divided by its standard deviation over them. */
    STANDARD
}
