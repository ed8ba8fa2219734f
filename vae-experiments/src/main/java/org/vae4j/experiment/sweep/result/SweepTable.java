package org.vae4j.experiment.sweep.result;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.vae4j.experiment.rundir.Json;
import org.vae4j.experiment.rundir.RunDirectoryException;
import org.vae4j.experiment.rundir.RunFiles;
import org.vae4j.experiment.sweep.plan.SweepPlan;
import org.vae4j.experiment.sweep.plan.Trial;
import org.vae4j.experiment.sweep.state.SweepDirectory;
import org.vae4j.experiment.sweep.state.TrialStatus;

/**
 * The results of a sweep, one row per trial.
 *
 * @param keys the keys of the configuration that vary, seed last
 * @param metrics the names of all numbers that some run has, test results first
 * @param rows the rows in the order of the trials
 */
public record SweepTable(List<String> keys, List<String> metrics, List<Row> rows) {

    public SweepTable {
        keys = List.copyOf(keys);
        metrics = List.copyOf(metrics);
        rows = List.copyOf(rows);
    }

    /**
     * The results of one trial.
     *
     * @param index the number of the trial in the sweep
     * @param settings the resolved value of each varying key
     * @param protocol the protocol of its likelihoods; empty when it has none
     * @param state the state of the trial
     * @param metrics its numbers by name: all results of a finished run, and those of the last epoch of other runs
     * @param run its run directory; empty for an invalid trial
     * @param detail the reason why it is not done; may be empty
     */
    public record Row(
            int index,
            Map<String, String> settings,
            String protocol,
            TrialStatus.State state,
            Map<String, Double> metrics,
            String run,
            String detail) {

        /** Copies the maps. */
        public Row {
            settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
            metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
        }
    }

    /**
     * Reads the runs of all trials.
     *
     * @param plan the trials
     * @param directory the directory of the sweep
     * @return the table
     * @throws RunDirectoryException when results are there and cannot be read
     */
    public static SweepTable of(SweepPlan plan, SweepDirectory directory) {
        List<String> keys = new ArrayList<>(plan.varying());
        if (!keys.contains("seed")) {
            keys.add("seed");
        }
        List<Row> rows = new ArrayList<>();
        for (Trial trial : plan.trials()) {
            rows.add(row(trial, keys, directory));
        }
        Set<String> metrics = new LinkedHashSet<>();
        rows.forEach(row -> metrics.addAll(row.metrics().keySet()));
        return new SweepTable(keys, metrics.stream().sorted(SweepTable::order).toList(), rows);
    }

    /** {@return the table as CSV, with an empty cell for a missing value} */
    public String csv() {
        List<String> header = new ArrayList<>(List.of("index"));
        header.addAll(keys);
        header.addAll(List.of("protocol", "state"));
        header.addAll(metrics);
        header.addAll(List.of("run", "detail"));
        return Csv.write(header, rows.stream().map(this::cells).toList());
    }

    private List<String> cells(Row row) {
        List<String> cells = new ArrayList<>(List.of(Integer.toString(row.index())));
        keys.forEach(key -> cells.add(row.settings().getOrDefault(key, "")));
        cells.addAll(List.of(row.protocol(), row.state().name()));
        metrics.forEach(metric -> cells.add(Optional.ofNullable(row.metrics().get(metric))
                .map(Object::toString)
                .orElse("")));
        cells.addAll(List.of(row.run(), row.detail()));
        return cells;
    }

    private static Row row(Trial trial, List<String> keys, SweepDirectory directory) {
        TrialStatus status = TrialStatus.of(trial, directory);
        if (trial.config().isEmpty()) {
            return new Row(trial.index(), trial.settings(), "", status.state(), Map.of(), "", status.detail());
        }
        Map<String, String> flat = trial.config().get().flat();
        Map<String, String> settings = new LinkedHashMap<>();
        keys.forEach(key -> settings.put(key, flat.getOrDefault(key, "")));
        Path run = trial.run(directory.runs());
        boolean done = status.state() == TrialStatus.State.DONE;
        return new Row(
                trial.index(),
                settings,
                trial.protocol(),
                status.state(),
                metrics(run, done),
                run.toString(),
                status.detail());
    }

    private static Map<String, Double> metrics(Path run, boolean done) {
        Map<String, Double> metrics = new TreeMap<>();
        List<JsonNode> lines = RunFiles.in(run).metrics();
        if (!lines.isEmpty()) {
            numbers(lines.get(lines.size() - 1), "", metrics);
            metrics.keySet().removeIf(key -> key.startsWith("test.") || key.equals("seconds"));
            metrics.put(
                    "trainSeconds",
                    lines.stream()
                            .mapToDouble(l -> l.path("seconds").asDouble())
                            .sum());
        }
        if (done && Files.isDirectory(run.resolve("eval"))) {
            try (Stream<Path> files = Files.list(run.resolve("eval"))) {
                for (Path file : files.filter(SweepTable::isResult).sorted().toList()) {
                    String name = file.getFileName().toString();
                    numbers(result(file), name.substring(0, name.length() - ".json".length()) + ".", metrics);
                }
            } catch (IOException e) {
                throw new RunDirectoryException(
                        "cannot read " + run + " (" + e.getMessage() + "), expected results", e);
            }
        }
        return metrics;
    }

    private static JsonNode result(Path file) {
        try {
            return Json.read(file, JsonNode.class);
        } catch (IOException e) {
            throw RunDirectoryException.damaged(file, e);
        }
    }

    /** Whether a file has results of the finished run, other than those of the epoch at which halving paused it. */
    private static boolean isResult(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".json") && !name.startsWith("test-epoch-");
    }

    /** Collects the numbers of an object and of the objects in it by their dotted names; lists are left out. */
    private static void numbers(JsonNode node, String prefix, Map<String, Double> metrics) {
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            if (entry.getValue().isNumber()) {
                metrics.put(prefix + entry.getKey(), entry.getValue().asDouble());
            } else if (entry.getValue().isObject()) {
                numbers(entry.getValue(), prefix + entry.getKey() + ".", metrics);
            }
        }
    }

    /** Test results come first, and names of the same kind are in alphabetical order. */
    private static int order(String first, String second) {
        int byKind = Boolean.compare(second.startsWith("test."), first.startsWith("test."));
        return byKind != 0 ? byKind : first.compareTo(second);
    }
}
