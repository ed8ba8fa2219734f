package org.vae4j.experiment.study.terminal;

import org.vae4j.data.DataException;
import org.vae4j.data.UnwritableDataException;
import org.vae4j.experiment.config.binding.ConfigException;
import org.vae4j.experiment.rundir.RunDirectoryException;
import org.vae4j.extension.BrokenExtensionException;

/** Exit codes of every command. Programs decide by them, never by what a command prints. */
public final class ExitCode {

    /** The command succeeded. */
    public static final int DONE = 0;
    /** A run or a check failed. */
    public static final int FAILED = 1;
    /** The input is wrong; nothing was overwritten. */
    public static final int BAD_INPUT = 2;
    /** Another process works on the run; once it has ended, the same command can continue. */
    public static final int BUSY = 3;
    /**
     * The disk of a run, of data or of a file is full, read-only or gone; once it can be written, the same command
     * continues.
     */
    public static final int UNWRITABLE = 4;
    /**
     * A signal stopped the command in an orderly way; the same command continues it, so a job script can requeue it.
     */
    public static final int INTERRUPTED = 130;

    /**
     * The reader of standard output has gone, as {@code | head} does; shells report the same code for other programs.
     */
    public static final int CLOSED_PIPE = 141;

    private ExitCode() {}

    /**
     * The exit code of a command that failed.
     *
     * @param e the exception that the command threw
     * @return the code for errors that the user can mend, and {@link #FAILED} for all others
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
