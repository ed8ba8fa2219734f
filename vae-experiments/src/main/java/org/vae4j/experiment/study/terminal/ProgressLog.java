package org.vae4j.experiment.study.terminal;

import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * How far some work is, as lines of a log: where there is no terminal to draw on, nobody should have to guess whether
 * it still works.
 */
final class ProgressLog {

    private static final long SECOND = 1_000_000_000L;

    /** Work that is done sooner needs no such line. */
    private static final long FIRST = 15 * SECOND;

    private static final long EVERY = 30 * SECOND;

    /** Steps of the end that are sooner over than this are not named. */
    private static final long PAUSE = 2 * SECOND;

    private static final int PERCENT = 100;
    private static final int MINUTE = 60;

    private final String task;
    private final LongSupplier nanoTime;
    private final long start;
    /** Where the estimate begins: what came before was the start of the program, or another process's work. */
    private double firstFraction = Double.NaN;

    private long firstTime;
    private long last;
    private String lastStage = "";

    /**
     * The log of some work that begins now.
     *
     * @param task a word or two before each line
     * @param nanoTime the clock
     */
    ProgressLog(String task, LongSupplier nanoTime) {
        this.task = task;
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
        this.last = start;
    }

    /** Another line was printed. */
    void printed() {
        last = nanoTime.getAsLong();
    }

    /**
     * The line that is due.
     *
     * @param what a few words
     * @param fraction of the whole that is done, in [0, 1]; at 1 the words name what is left to do
     * @return nothing as long as the last line is recent
     */
    Optional<String> line(String what, double fraction) {
        long now = nanoTime.getAsLong();
        if (Double.isNaN(firstFraction) && fraction > 0) {
            firstFraction = fraction;
            firstTime = now;
        }
        boolean newStage = fraction >= 1 && !what.equals(lastStage) && now - last >= PAUSE;
        boolean due = now - last >= EVERY || now - start >= FIRST && (newStage || last == start);
        if (!due) {
            return Optional.empty();
        }
        last = now;
        lastStage = fraction >= 1 ? what : "";
        return Optional.of(task + ": " + what + (fraction >= 1 ? "" : share(fraction) + left(now, fraction)));
    }

    private static String share(double fraction) {
        return String.format(Locale.ROOT, ", %.0f %%", PERCENT * fraction);
    }

    /** What was done before this process began took none of its time. */
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
