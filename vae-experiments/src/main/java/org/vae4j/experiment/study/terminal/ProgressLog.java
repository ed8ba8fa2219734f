package org.vae4j.experiment.study.terminal;

import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Reports progress as lines of a log, from time to time. It takes the place of the progress line where there is no
 * terminal, so that a user can see that the program still works.
 */
final class ProgressLog {

    private static final long SECOND = 1_000_000_000L;

    /** The first line comes after this time; shorter work has none. */
    private static final long DELAY_OF_FIRST = 15 * SECOND;

    private static final long INTERVAL = 30 * SECOND;

    /** After fraction 1 the name of each new step is a line, but not sooner than this after the last line. */
    private static final long INTERVAL_AT_END = 2 * SECOND;

    private static final int PERCENT = 100;
    private static final int MINUTE = 60;

    private final String task;
    private final LongSupplier nanoTime;
    private final long start;
    /** The first fraction above 0. The estimate begins there, since an earlier process may have done that part. */
    private double firstFraction = Double.NaN;

    private long firstTime;
    private long lastLine;
    private String lastStepAtEnd = "";

    /**
     * Makes the log of work that begins now.
     *
     * @param task the name of the work, which begins each line
     * @param nanoTime a clock in nanoseconds
     */
    ProgressLog(String task, LongSupplier nanoTime) {
        this.task = task;
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
        this.lastLine = start;
    }

    /** Is called when another line was printed; the next line of this log is put off. */
    void printed() {
        lastLine = nanoTime.getAsLong();
    }

    /**
     * Returns a line if one is due, and counts it as printed.
     *
     * @param what the current step in a few words
     * @param fraction the share of the work that is done, in [0, 1]; 1 if only the last steps are left
     * @return the line, or nothing if the last line is recent
     */
    Optional<String> line(String what, double fraction) {
        long now = nanoTime.getAsLong();
        if (Double.isNaN(firstFraction) && fraction > 0) {
            firstFraction = fraction;
            firstTime = now;
        }
        boolean newStepAtEnd = fraction >= 1 && !what.equals(lastStepAtEnd) && now - lastLine >= INTERVAL_AT_END;
        boolean due =
                now - lastLine >= INTERVAL || now - start >= DELAY_OF_FIRST && (newStepAtEnd || lastLine == start);
        if (!due) {
            return Optional.empty();
        }
        lastLine = now;
        lastStepAtEnd = fraction >= 1 ? what : "";
        return Optional.of(task + ": " + what + (fraction >= 1 ? "" : share(fraction) + left(now, fraction)));
    }

    private static String share(double fraction) {
        return String.format(Locale.ROOT, ", %.0f %%", PERCENT * fraction);
    }

    /** The time left at the average speed since the first fraction above 0. */
    private String left(long now, double fraction) {
        if (!(fraction > firstFraction)) {
            return "";
        }
        double seconds = (double) (now - firstTime) / SECOND * (1 - fraction) / (fraction - firstFraction);
        return seconds < MINUTE
                ? String.format(Locale.ROOT, ", about %.0f s left", seconds)
                : String.format(Locale.ROOT, ", about %.0f min left", seconds / MINUTE);
    }
}
