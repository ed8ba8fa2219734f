package org.vae4j.experiment.sweep.work;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import org.vae4j.experiment.config.BoundNames;
import org.vae4j.experiment.rundir.Json;
import org.vae4j.experiment.rundir.RunFiles;
import org.vae4j.experiment.rundir.RunStatus;
import org.vae4j.experiment.study.terminal.ControlCharacters;
import org.vae4j.experiment.study.terminal.Display;
import org.vae4j.experiment.study.terminal.Terminal;
import org.vae4j.experiment.sweep.plan.Trial;
import org.vae4j.experiment.sweep.state.TrialStatus;

/**
 * Shows the progress of a sweep: a line for every trial that has ended and, on a terminal, a table of the running
 * trials below these lines. To be used by one thread.
 */
public final class SweepScreen {

    private static final long REFRESH_NANOS = 500_000_000;

    /** The share of a trial after which its duration is extrapolated; earlier, most of its time went into its start. */
    private static final double MIN_FRACTION = 0.2;

    /** The width of a progress bar in characters. */
    private static final int BAR_WIDTH = 20;

    /** Keeps the table as high as it has lines, even when the terminal was made narrower. */
    private static final String NO_WRAP = "\u001b[?7l";

    private static final String WRAP = "\u001b[?7h";

    private final Terminal terminal;
    private final Display display;
    private final boolean live;
    private final String name;
    private final int total;
    private final int concurrency;
    private final List<Double> durations = new ArrayList<>();
    private int done;
    private int failed;
    private int drawn;
    private long lastShow;

    /**
     * Prepares a screen that shows nothing yet.
     *
     * @param terminal the terminal on which to print
     * @param name the name of the sweep
     * @param total the number of trials
     * @param done the number of trials that were done before
     * @param concurrency the number of trials at a time
     */
    public SweepScreen(Terminal terminal, String name, int total, int done, int concurrency) {
        this.terminal = terminal;
        this.display = Display.ofThisProcess();
        this.live = display.live() && !terminal.quiet();
        this.name = name;
        this.total = total;
        this.done = done;
        this.concurrency = concurrency;
    }

    /** Prints that a trial was started, unless a table shows it. */
    void started(Assignment work) {
        if (!live) {
            note(
                    "started",
                    work.trial(),
                    work.untilEpoch().isPresent()
                            ? "until epoch " + work.untilEpoch().getAsInt()
                            : "");
        }
    }

    /** Counts a finished trial and prints its result. */
    void finished(Trial trial, Path run, double seconds) {
        durations.add(seconds);
        done++;
        note("done", trial, test(run).orElse("") + time(seconds) + eta(List.of()));
    }

    /** Prints the result of a trial that paused at a rung. */
    void reachedRung(Trial trial, String verdict, double seconds) {
        durations.add(seconds);
        note("rung", trial, verdict + ", " + time(seconds));
    }

    private static String time(double seconds) {
        return String.format(Locale.ROOT, "%.1f s", seconds);
    }

    /** Counts a failed trial and prints the reason, even on a quiet terminal. */
    void failed(Trial trial, String reason) {
        failed++;
        clear();
        terminal.print(head("FAILED", trial) + reason);
    }

    /**
     * Prints a line above the table, unless the terminal is quiet.
     *
     * @param text the line
     */
    public void line(String text) {
        if (!terminal.quiet()) {
            clear();
            terminal.print(text);
        }
    }

    /** Redraws the table of the trials at work, at most twice per second. */
    void show(List<RunningTrial> workers) {
        if (!live || System.nanoTime() - lastShow < REFRESH_NANOS) {
            return;
        }
        lastShow = System.nanoTime();
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%s: %d of %d done, %d failed, %d at work%s",
                name,
                done,
                total,
                failed,
                workers.size(),
                eta(workers)));
        workers.forEach(worker -> lines.add(row(worker)));
        clear();
        PrintWriter err = terminal.drawing();
        err.print(NO_WRAP);
        int columns = display.columns();
        lines.stream()
                .map(ControlCharacters::shown)
                .forEach(line -> err.println(line.length() > columns ? line.substring(0, columns) : line));
        err.print(WRAP);
        err.flush();
        drawn = lines.size();
    }

    /** Removes the table, so that lines can be printed. */
    public void clear() {
        if (drawn > 0) {
            terminal.drawing().print("\u001b[" + drawn + "A\r\u001b[J");
            terminal.drawing().flush();
            drawn = 0;
        }
    }

    private String row(RunningTrial worker) {
        Optional<RunStatus> status = status(worker);
        double fraction = status.map(RunStatus::fraction).orElse(0.0);
        int filled = (int) Math.round(BAR_WIDTH * fraction);
        return String.format(
                Locale.ROOT,
                "  [%s%s] %3.0f %%  %4.0f s  #%d %s  %s",
                "=".repeat(filled),
                " ".repeat(BAR_WIDTH - filled),
                100 * fraction,
                worker.process().seconds(),
                worker.work().trial().index(),
                worker.work().trial().label(),
                status.map(RunStatus::doing).orElse("starting"));
    }

    private void note(String what, Trial trial, String text) {
        line(head(what, trial) + text);
    }

    private String head(String what, Trial trial) {
        int width = Integer.toString(total).length();
        return String.format(
                Locale.ROOT,
                "[%" + width + "d/%d] %-7s #%d %s: ",
                done + failed,
                total,
                what,
                trial.index(),
                trial.label());
    }

    /**
     * The estimated time until all trials are done: (m · n + Σ max(0, m - t)) / workers, with the mean duration m of
     * the trials so far, n trials that are not begun, and running trials that have taken t.
     */
    private String eta(List<RunningTrial> workers) {
        int left = total - done - failed - workers.size();
        OptionalDouble mean = durations.isEmpty()
                ? workers.stream().flatMapToDouble(SweepScreen::expected).average()
                : durations.stream().mapToDouble(d -> d).average();
        if (mean.isEmpty() || left + workers.size() <= 0) {
            return "";
        }
        double running = workers.stream()
                .mapToDouble(worker ->
                        Math.max(0, mean.getAsDouble() - worker.process().seconds()))
                .sum();
        Duration eta = Duration.ofSeconds(Math.round((left * mean.getAsDouble() + running) / concurrency));
        return ", " + TrialStatus.age(eta) + " left";
    }

    /** The expected duration of a running trial; empty until it has come far enough to extrapolate. */
    private static DoubleStream expected(RunningTrial worker) {
        double fraction = status(worker).map(RunStatus::fraction).orElse(0.0);
        return fraction < MIN_FRACTION
                ? DoubleStream.empty()
                : DoubleStream.of(worker.process().seconds() / fraction);
    }

    private static Optional<RunStatus> status(RunningTrial worker) {
        return RunFiles.in(worker.run())
                .statusIfReadable()
                .filter(s -> s.pid() == worker.process().pid());
    }

    private static Optional<String> test(Path run) {
        try {
            JsonNode test = Json.read(run.resolve("eval/test.json"), JsonNode.class);
            BoundNames names = BoundNames.in(test);
            return Optional.of(test.path(names.total()))
                    .filter(JsonNode::isNumber)
                    .map(value -> String.format(
                            Locale.ROOT, "test %s %.2f%s, ", names.title(), value.asDouble(), names.suffix()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
