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

    /** The options of Java that belong to this process alone, or are decided anew for the trial. */
    private static final List<String> OWN =
            List.of("-javaagent:", "-agent", "-Xlog", "-Dvae4j.terminal", "-Dvae4j.columns", "-XX:MaxRAMPercentage");

    private final Process process;
    private final Deque<String> tail = new ArrayDeque<>();
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
                .filter(argument -> OWN.stream().noneMatch(argument::startsWith))
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
     * @param memoryPercent the share of the memory for Java's heap, in percent
     */
    record Resources(int threads, int memoryPercent) {

        private static final int MOST_PERCENT_OF_ONE = 25;
        private static final int PERCENT_OF_ALL = 60;

        /** The share of one of {@code workers} trials, at least one, on this machine. */
        static Resources share(int workers, int threads) {
            return new Resources(threads, Math.max(1, Math.min(MOST_PERCENT_OF_ONE, PERCENT_OF_ALL / workers)));
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    double seconds() {
        return (System.nanoTime() - startNanos) / 1e9;
    }

    /** Asks it to stop at a checkpoint. */
    void stop() {
        process.destroy();
    }

    /** Ends it at once. */
    void kill() {
        process.destroyForcibly();
    }

    /** Its exit code, once it has ended. */
    int exitCode() {
        return process.exitValue();
    }

    /** The last lines that it printed, without the JSON line. */
    List<String> lastWords() {
        return output().stream().filter(line -> record(line).isMissingNode()).toList();
    }

    /** The JSON line that it ended with, as {@code vae run --json} prints it; a missing node when it printed none. */
    JsonNode report() {
        return output().stream()
                .map(TrialProcess::record)
                .filter(JsonNode::isObject)
                .reduce((first, second) -> second)
                .orElse(MissingNode.getInstance());
    }

    private List<String> output() {
        try {
            reader.join(OUTPUT_WAIT_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (tail) {
            return List.copyOf(tail);
        }
    }

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
        synchronized (tail) {
            tail.add(line);
            if (tail.size() > TAIL_LINES) {
                tail.remove();
            }
        }
    }

    /** Relative entries keep their meaning: the child stands where this process stands. */
    private static String classPath() {
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        Stream<String> own = Stream.of(path.split(File.pathSeparator)).filter(entry -> !entry.isEmpty());
        return Stream.concat(own, ExtensionLoader.jars().stream().map(Path::toString))
                .collect(Collectors.joining(File.pathSeparator));
    }
}
