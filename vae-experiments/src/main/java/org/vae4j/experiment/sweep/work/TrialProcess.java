package org.vae4j.experiment.sweep.work;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.vae4j.experiment.config.ExtensionLoader;

/** The process of a running trial, with the same Java and the same class path as this process. */
final class TrialProcess {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final double NANOS_PER_SECOND = 1e9;

    /** The number of last lines of output that are kept. */
    private static final int TAIL_LINES = 20;

    /** The time in which all output of an ended process is read, even on a busy machine. */
    private static final long OUTPUT_WAIT_MS = 30_000;

    /**
     * Options of this process's Java that are not passed on: agents and logs, which write to files of this process, the
     * properties of its terminal, and its share of the memory. A heap size set by {@code -Xmx} applies to each trial.
     */
    private static final List<String> NOT_INHERITED =
            List.of("-javaagent:", "-agent", "-Xlog", "-Dvae4j.terminal", "-Dvae4j.columns", "-XX:MaxRAMPercentage");

    private final Process process;
    /** The last lines of output other than the report; its lock guards the report too. */
    private final Deque<String> tail = new ArrayDeque<>();

    private JsonNode report = MissingNode.getInstance();
    private final Thread reader;
    private final long startNanos = System.nanoTime();

    /** Follows a process that was started with its standard error redirected to its standard output. */
    TrialProcess(Process process) {
        this.process = process;
        reader = new Thread(this::read, "output of " + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Starts the process of a trial.
     *
     * @param runs the folder of all runs
     * @param experiment the name of the experiment
     * @param settings the value in YAML of each dotted key that overrides the experiment's defaults
     * @param resources the threads and the memory of the process
     * @return the running process
     * @throws IOException when the process cannot be started
     */
    static TrialProcess start(Path runs, String experiment, Map<String, String> settings, Resources resources)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> NOT_INHERITED.stream().noneMatch(argument::startsWith))
                .forEach(command::add);
        command.add("-XX:MaxRAMPercentage=" + resources.memoryPercent());
        command.addAll(List.of("-cp", classPath(), TrialMain.class.getName(), runs.toString(), experiment));
        settings.forEach((key, value) -> command.add(key + "=" + value));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("OMP_NUM_THREADS", Integer.toString(resources.threads()));
        return new TrialProcess(builder.start());
    }

    /**
     * The share of the machine that a trial may use.
     *
     * @param threads the threads of the numerical backend, at least 1
     * @param memoryPercent the largest heap of Java in percent of the memory, 1 to 100
     */
    record Resources(int threads, int memoryPercent) {

        Resources {
            if (threads < 1 || memoryPercent < 1 || memoryPercent > 100) {
                throw new IllegalArgumentException("found " + threads + " threads and " + memoryPercent
                        + " % of the memory, expected at least one thread and 1 to 100 %");
            }
        }

        /** The largest heap of one trial, which is Java's own default. */
        private static final int MAX_PERCENT = 25;

        /** The heaps of all trials together: ND4J needs the rest outside of the heaps. */
        private static final int TOTAL_PERCENT = 60;

        /**
         * The share of one of several trials on this machine.
         *
         * @param workers the number of trials at a time, at least 1
         * @param threads the threads of each trial
         * @return a share that leaves room for memory outside of Java's heaps
         */
        static Resources share(int workers, int threads) {
            return new Resources(threads, Math.max(1, Math.min(MAX_PERCENT, TOTAL_PERCENT / workers)));
        }
    }

    /** Whether the process is still running. */
    boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    /** Seconds since the process was started. */
    double seconds() {
        return (System.nanoTime() - startNanos) / NANOS_PER_SECOND;
    }

    /** Asks the process to stop at a checkpoint; returns at once. */
    void stop() {
        // Process.destroy would also close the pipe, and the last output of the trial would be lost.
        process.toHandle().destroy();
    }

    /** Ends the process without a checkpoint; returns at once. */
    void kill() {
        process.toHandle().destroyForcibly();
    }

    /**
     * The exit code.
     *
     * @throws IllegalThreadStateException while the process lives
     */
    int exitCode() {
        return process.exitValue();
    }

    /**
     * The last lines of output other than the report. Waits for at most {@value #OUTPUT_WAIT_MS} ms until the process
     * has ended and all of its output was read.
     */
    List<String> lastLines() {
        awaitOutput();
        synchronized (tail) {
            return List.copyOf(tail);
        }
    }

    /**
     * The report of the process: the last line of JSON with a status that it printed, as {@code vae run --json} does.
     * Waits as {@link #lastLines} does.
     *
     * @return the report; a missing node when the process printed none
     */
    JsonNode report() {
        awaitOutput();
        synchronized (tail) {
            return report;
        }
    }

    private void awaitOutput() {
        try {
            reader.join(OUTPUT_WAIT_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Parses a line of output as a report; a missing node where it is none. */
    private static JsonNode parseReport(String line) {
        if (line.startsWith("{")) {
            try {
                JsonNode node = MAPPER.readTree(line);
                return node.has("status") ? node : MissingNode.getInstance();
            } catch (JsonProcessingException e) {
                // The study itself has printed a line that begins like JSON.
                return MissingNode.getInstance();
            }
        }
        return MissingNode.getInstance();
    }

    private void read() {
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            in.lines().forEach(this::keep);
        } catch (IOException | UncheckedIOException e) {
            keep("(" + e.getMessage() + ")");
        }
    }

    private void keep(String line) {
        JsonNode found = parseReport(line);
        synchronized (tail) {
            if (found.isObject()) {
                report = found;
                return;
            }
            tail.add(line);
            if (tail.size() > TAIL_LINES) {
                tail.remove();
            }
        }
    }

    /**
     * This process's class path; relative entries stay valid, because the trial starts in the same working directory.
     */
    private static String classPath() {
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        Stream<String> own = Stream.of(path.split(File.pathSeparator)).filter(entry -> !entry.isEmpty());
        return Stream.concat(own, ExtensionLoader.jars().stream().map(Path::toString))
                .collect(Collectors.joining(File.pathSeparator));
    }
}
