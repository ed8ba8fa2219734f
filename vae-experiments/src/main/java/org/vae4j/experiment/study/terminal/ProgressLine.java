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
 * A progress bar with the time left on one line of a terminal. Without a terminal it draws nothing. One thread shows
 * progress; other threads may clear and close the line, such as those that log and the one that handles Ctrl-C.
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

    /** Makes a line on standard error that intercepts what others write there, or one that draws nothing. */
    static ProgressLine of(String task, Display display) {
        if (!display.live()) {
            return new ProgressLine(System.err, null);
        }
        ProgressLine line = on(standardError(), task, display);
        line.interceptStandardError();
        return line;
    }

    /** Makes a line on a stream that is a terminal. */
    static ProgressLine on(PrintStream err, String task, Display display) {
        return on(err, task, display, UPDATE_MILLIS);
    }

    /** Makes a line that is redrawn at an interval in milliseconds. */
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
     * Replaces {@code System.err} until the line is closed, so that the text of others, such as a warning of the log,
     * begins on a line of its own.
     */
    void interceptStandardError() {
        restoreStandardError = StandardErrorInterception.begin(this::clear)::close;
    }

    /**
     * Moves the bar.
     *
     * @param what a few words beside the bar
     * @param fraction the share that is done; values outside [0, 1] count as the nearer end
     */
    void show(String what, double fraction) {
        if (bar != null) {
            // A value above the maximum would become the new maximum of the bar.
            double shown = Math.max(0, Math.min(1, fraction));
            bar.stepTo((long) (shown * PERCENT)).setExtraMessage(ControlCharacters.shown(what));
        }
    }

    /** Clears the line for a line of text; the bar is redrawn below it. */
    synchronized void clear() {
        if (bar != null && !closed) {
            err.print("\r\u001b[K");
            err.flush();
        }
    }

    /** Removes the line. It is not drawn again, and the text that other threads print stays. */
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
