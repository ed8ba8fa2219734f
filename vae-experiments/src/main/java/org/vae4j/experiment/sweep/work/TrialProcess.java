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

/** A trial at work in a process of its own: the same Java and the same class path as this one's. */
final class TrialProcess {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    /** How many of the last lines of output are kept. */
    private static final int TAIL_LINES = 20;

    /** How long to wait for the output of a process that has ended: on a busy machine its reader may come late. */
    private static final long OUTPUT_WAIT_MS = 30_000;

    /**
     * Options of this Java that the trial's does not get: agents and logs, which write to files of this process, what
     * is said of its terminal, and its share of the memory. A heap that a person gave by {@code -Xmx} holds for each
     * trial.
     */
    private static final List<String> NOT_INHERITED =
            List.of("-javaagent:", "-agent", "-Xlog", "-Dvae4j.terminal", "-Dvae4j.columns", "-XX:MaxRAMPercentage");

    private final Process process;
    /** The last lines of output but for the report; guards itself and the report. */
    private final Deque<String> tail = new ArrayDeque<>();

    private JsonNode report = MissingNode.getInstance();
    private final Thread reader;
    private final long startNanos = System.nanoTime();

    /** Follows a process that was started; its standard error is part of its output. */
    TrialProcess(Process process) {
        this.process = process;
        reader = new Thread(this::read, "output of " + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts a trial whose configuration is {@code settings} over the experiment's defaults. */
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
     * What a trial may use of the machine.
     *
     * @param threads the threads of the numerical backend, at least 1
     * @param memoryPercent the share of the memory for Java's heap, 1 to 100
     */
    record Resources(int threads, int memoryPercent) {

        Resources {
            if (threads < 1 || memoryPercent < 1 || memoryPercent > 100) {
                throw new IllegalArgumentException("found " + threads + " threads and " + memoryPercent
                        + " % of the memory, expected at least one thread and 1 to 100 %");
            }
        }

        private static final int MOST_PERCENT_OF_ONE = 25;
        private static final int PERCENT_OF_ALL = 60;

        /**
         * The share of one of several trials on this machine.
         *
         * @param workers how many trials are run at a time, at least 1
         * @param threads of each
         * @return a share that leaves room for memory outside of Java's heaps
         */
        static Resources share(int workers, int threads) {
            return new Resources(threads, Math.max(1, Math.min(MOST_PERCENT_OF_ONE, PERCENT_OF_ALL / workers)));
        }
    }

    /** Whether the process has not ended. */
    boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    /** Seconds since the process was started. */
    double seconds() {
        return (System.nanoTime() - startNanos) / 1e9;
    }

    /** Asks the process to stop at a checkpoint; returns at once. */
    void stop() {
        // Process.destroy would close the pipe too, and what the trial says in the end would be lost.
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
     * The last lines of output, but for the report. Of a process that has ended, waits until all was read, for at most
     * {@value #OUTPUT_WAIT_MS} ms.
     */
    List<String> lastLines() {
        awaitOutput();
        synchronized (tail) {
            return List.copyOf(tail);
        }
    }

    /**
     * The line of JSON that the process printed last, as {@code vae run --json} prints it; a missing node when it
     * printed none. Waits as {@link #lastLines} does.
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

    /** The report that a line is, or a missing node. */
    private static JsonNode record(String line) {
        if (line.startsWith("{")) {
            try {
                JsonNode node = MAPPER.readTree(line);
                return node.has("status") ? node : MissingNode.getInstance();
            } catch (JsonProcessingException e) {
                // A line of the study's own.
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
        JsonNode found = record(line);
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

    /** Relative entries keep their meaning, because the trial begins in the current folder of this process. */
    private static String classPath() {
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        Stream<String> own = Stream.of(path.split(File.pathSeparator)).filter(entry -> !entry.isEmpty());
        return Stream.concat(own, ExtensionLoader.jars().stream().map(Path::toString))
                .collect(Collectors.joining(File.pathSeparator));
    }
}
