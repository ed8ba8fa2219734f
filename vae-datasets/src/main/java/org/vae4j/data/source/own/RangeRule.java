package org.vae4j.data.source.own;

/** What the numbers of the files become. */
public enum RangeRule {
    /**
     * The rule decides by what is found: zeros and ones, or bytes that are 0 or 255, as BINARY; other bytes as BYTE;
     * numbers in [0, 1] as UNIT; others as STANDARD in a table and REAL in images.
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
