package org.vae4j.experiment.study.terminal;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * A bar with the time left, on one line of a terminal; without a terminal there is none. Threads other than the one
 * that shows progress may clear and close it: those that log, and the one that handles Ctrl-C.
 */
final class ProgressLine implements AutoCloseable {

    private static final int PERCENT = 100;

    /** A wider bar would show nothing more. */
    private static final int WIDEST = 110;

    private static final int UPDATE_MILLIS = 500;

    private final PrintStream err;
    private final ProgressBar bar;
    private Runnable restoreStandardError = () -> {};
    private boolean closed;

    private ProgressLine(PrintStream err, ProgressBar bar) {
        this.err = err;
        this.bar = bar;
    }

    /** A line of standard error; nothing where that draws nothing. */
    static ProgressLine of(String task, Display display) {
        if (!display.live()) {
            return new ProgressLine(System.err, null);
        }
        ProgressLine line = on(standardError(), task, display);
        line.interceptStandardError();
        return line;
    }

    /** A line of a stream that is a terminal. */
    static ProgressLine on(PrintStream err, String task, Display display) {
        return on(err, task, display, UPDATE_MILLIS);
    }

    /** A line that is drawn again after so many milliseconds. */
    static ProgressLine on(PrintStream err, String task, Display display, int updateMillis) {
        // A character in the last column would make some terminals begin a new line.
        int width = Math.max(1, Math.min(WIDEST, display.columns() - 1));
        ProgressBar bar = new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(PERCENT)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(updateMillis)
                .clearDisplayOnFinish()
                .setConsumer(new ConsoleProgressBarConsumer(err, width))
                .build();
        return new ProgressLine(err, bar);
    }

    /**
     * Replaces {@code System.err} until the line is closed, so that what others write there, such as a warning of the
     * log, begins on a line of its own.
     */
    void interceptStandardError() {
        restoreStandardError = StandardErrorInterception.begin(this::clear)::close;
    }

    /**
     * Moves the bar.
     *
     * @param what a few words beside the bar
     * @param fraction the part that is done; what lies outside [0, 1] counts as the nearer end
     */
    void show(String what, double fraction) {
        if (bar != null) {
            // The bar would stretch to a larger value, and show all later ones as a part of that.
            double shown = Math.max(0, Math.min(1, fraction));
            bar.stepTo((long) (shown * PERCENT)).setExtraMessage(ControlCharacters.shown(what));
        }
    }

    /** Makes way for a line of text; the bar comes back below it. */
    synchronized void clear() {
        if (bar != null && !closed) {
            err.print("\r\u001b[K");
            err.flush();
        }
    }

    /** Takes the line away for good. What other threads print from then on is not cleared away. */
    @Override
    public synchronized void close() {
        if (bar != null && !closed) {
            bar.close();
            clear();
            restoreStandardError.run();
        }
        closed = true;
    }

    /** Standard error itself, which stays the same when somebody replaces {@code System.err}. */
    private static PrintStream standardError() {
        return new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
    }
}
