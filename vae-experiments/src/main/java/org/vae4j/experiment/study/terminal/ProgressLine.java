package org.vae4j.experiment.study.terminal;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar with the time left, on one line of a terminal; without a terminal there is none. */
final class ProgressLine implements AutoCloseable {

    private static final int PERCENT = 100;

    /** More would be a bar of nothing but length. */
    private static final int WIDEST = 110;

    private static final int UPDATE_MILLIS = 500;

    private final PrintStream err;
    private final ProgressBar bar;
    private final PrintStream others = System.err;
    private boolean closed;

    private ProgressLine(PrintStream err, ProgressBar bar) {
        this.err = err;
        this.bar = bar;
    }

    /** What others write meanwhile, such as a warning of the log, begins on a line of its own. */
    private ProgressLine amongOthers() {
        System.setErr(new PrintStream(
                new FilterOutputStream(others) {
                    @Override
                    public void write(byte[] bytes, int from, int length) throws IOException {
                        clear();
                        out.write(bytes, from, length);
                    }
                },
                true,
                StandardCharsets.UTF_8));
        return this;
    }

    /** A line of standard error; nothing where that draws nothing. */
    static ProgressLine of(String task, Display display) {
        return display.live() ? on(standardError(), task, display).amongOthers() : new ProgressLine(System.err, null);
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

    void show(String what, double fraction) {
        if (bar != null) {
            bar.stepTo((long) (fraction * PERCENT)).setExtraMessage(ControlCharacters.shown(what));
        }
    }

    /** Makes way for a line of text; the bar comes back below it. */
    void clear() {
        if (bar != null && !closed) {
            err.print("\r\u001b[K");
            err.flush();
        }
    }

    @Override
    public void close() {
        if (bar != null && !closed) {
            bar.close();
            clear();
            System.setErr(others);
        }
        closed = true;
    }

    private static PrintStream standardError() {
        return new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
    }
}
