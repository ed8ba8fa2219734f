package org.vae4j.experiment.study.terminal;

/** Exit codes of every command. */
public final class ExitCode {

    /** Done. */
    public static final int DONE = 0;
    /** A run or a check failed. */
    public static final int FAILED = 1;
    /** Bad input; nothing was written over. */
    public static final int BAD_INPUT = 2;
    /** Stopped by a signal, in order: the same command continues it. What a job script requeues. */
    public static final int INTERRUPTED = 130;

    /** The reader of standard output went away, as {@code | head} does: what a shell reports of other programs. */
    public static final int CLOSED_PIPE = 141;

    private ExitCode() {}
}
