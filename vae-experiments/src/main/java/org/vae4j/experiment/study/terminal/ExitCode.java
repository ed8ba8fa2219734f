package org.vae4j.experiment.study.terminal;

import org.vae4j.data.DataException;
import org.vae4j.data.UnwritableDataException;
import org.vae4j.experiment.config.binding.ConfigException;
import org.vae4j.experiment.rundir.RunDirectoryException;
import org.vae4j.extension.BrokenExtensionException;

/** Exit codes of every command. Programs decide by them, never by what a command prints. */
public final class ExitCode {

    /** Done. */
    public static final int DONE = 0;
    /** A run or a check failed. */
    public static final int FAILED = 1;
    /** Bad input; nothing was written over. */
    public static final int BAD_INPUT = 2;
    /** Another process is at work on the run; when it ends the same command can go on. */
    public static final int BUSY = 3;
    /**
     * The disk of a run, of data or of a file is full, read-only or away; with a disk that can be written the same
     * command goes on.
     */
    public static final int UNWRITABLE = 4;
    /** Stopped by a signal, in order: the same command continues it. What a job script requeues. */
    public static final int INTERRUPTED = 130;

    /** The reader of standard output went away, as {@code | head} does: what a shell reports of other programs. */
    public static final int CLOSED_PIPE = 141;

    private ExitCode() {}

    /**
     * The code of a command that could not do what was asked.
     *
     * @param e what it threw
     * @return {@link #FAILED} for what no user can be blamed for
     */
    public static int of(Throwable e) {
        if (e instanceof RunDirectoryException unusable) {
            return switch (unusable.reason()) {
                case UNFIT -> BAD_INPUT;
                case LIVE -> BUSY;
                case UNWRITABLE -> UNWRITABLE;
            };
        }
        if (e instanceof UnwritableDataException) {
            return UNWRITABLE;
        }
        return e instanceof ConfigException || e instanceof DataException || e instanceof BrokenExtensionException
                ? BAD_INPUT
                : FAILED;
    }
}
