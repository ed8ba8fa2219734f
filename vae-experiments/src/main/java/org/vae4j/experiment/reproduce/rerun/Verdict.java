package org.vae4j.experiment.reproduce.rerun;

/** The result of comparing two runs of one configuration. */
public enum Verdict {
    /** Every parameter, metric and result has the same bits. */
    IDENTICAL,
    /** The results agree to the tolerance; parameters or curves do not agree to the bit. */
    WITHIN_TOLERANCE,
    /** A result differs by more than the tolerance, or one of the runs lacks it. */
    DIFFERENT,
    /** A run lacks its model or its results, so that the runs cannot be compared. */
    NOT_COMPARED
}
