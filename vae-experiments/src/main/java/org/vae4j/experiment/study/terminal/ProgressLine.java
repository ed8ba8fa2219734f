package org.vae4j.experiment.study.terminal;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar with the time left on standard error; silent unless that is a terminal. */
final class ProgressLine implements AutoCloseable {

    /** The launcher sets it when standard error is a terminal: Java cannot tell. */
    static final String TERMINAL_PROPERTY = "vae4j.terminal";

    private static final int PERCENT = 100;
    private static final int WIDTH = 110;

    private final Optional<ProgressBar> bar;

    ProgressLine(String task, boolean quiet) {
        bar = quiet || !Boolean.getBoolean(TERMINAL_PROPERTY) ? Optional.empty() : Optional.of(open(task));
    }

    void show(String what, double fraction) {
        bar.ifPresent(b -> b.stepTo((long) (fraction * PERCENT)).setExtraMessage(what));
    }

    /** Makes way for a line of text; the bar comes back below it. */
    void clear() {
        bar.ifPresent(b -> {
            System.err.print("\r\u001b[K");
            System.err.flush();
        });
    }

    @Override
    public void close() {
        bar.ifPresent(ProgressBar::close);
    }

    private static ProgressBar open(String task) {
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        return new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(PERCENT)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(500)
                .clearDisplayOnFinish()
                .setConsumer(new ConsoleProgressBarConsumer(err, WIDTH))
                .build();
    }
}
