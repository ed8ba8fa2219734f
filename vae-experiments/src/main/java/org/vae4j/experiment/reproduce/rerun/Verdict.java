package org.vae4j.experiment.reproduce.rerun;

/** Whether two runs of one configuration came to the same. */
public enum Verdict {
    /** Every parameter and every number that was measured has the same bits. */
    IDENTICAL,
    /** The results agree to the tolerance; parameters or curves do not agree to the bit. */
    WITHIN_TOLERANCE,
    /** A result differs by more than the tolerance, or one of the runs lacks it. */
    DIFFERENT,
    /** Something that a run of this kind has, its model or its results, is missing, so that nothing can be said. */
    NOT_COMPARED
}
