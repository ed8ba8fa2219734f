package org.vae4j.experiment.study.runner;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import org.vae4j.experiment.rundir.Json;
import org.vae4j.experiment.rundir.RunFiles;
import org.vae4j.experiment.rundir.RunState;
import org.vae4j.experiment.rundir.RunStatus;
import org.vae4j.experiment.study.terminal.ExitCode;
import org.vae4j.experiment.study.terminal.Terminal;

/**
 * A run that was asked for again after it was done: there is nothing to run, and what it came to is shown.
 *
 * @param root its directory
 * @param status what it says of itself
 * @param results what it came to, by kind: {@code test}, {@code results}
 */
record FinishedRun(Path root, RunStatus status, Map<String, JsonNode> results) {

    /** Studies of many parts have more in their file than fits a line. */
    private static final int MOST_NUMBERS = 8;

    /**
     * Reads what a run came to; throws a {@link org.vae4j.experiment.rundir.RunDirectoryException} where it is damaged.
     */
    static FinishedRun read(Path root) {
        Map<String, JsonNode> results = new LinkedHashMap<>();
        for (String kind : List.of("test", "results")) {
            JsonNode found = RunFiles.in(root).json("eval/" + kind + ".json");
            if (found.isObject()) {
                results.put(kind, found);
            }
        }
        return new FinishedRun(root, RunFiles.in(root).status().orElseThrow(), results);
    }

    /** Shows it, after completing what a process that was killed in its last moments left undone. */
    int show(String study, Terminal terminal) {
        if (!Files.exists(root.resolve("report.html"))) {
            StudyRunner.report(root);
        }
        terminal.print(study + ": already done, in " + root + " (--name runs it again under another name)");
        results.forEach((kind, result) -> terminal.print(kind + ": " + numbers(result)));
        terminal.json(Json.line(line()));
        return ExitCode.DONE;
    }

    /** The line with which the run itself ended. */
    private Map<String, Object> line() {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("run", root.toString());
        line.put("status", RunState.DONE);
        results.forEach((kind, result) -> line.put(kind, withoutDiagnostics(result)));
        line.put("seconds", status.seconds());
        return line;
    }

    private static JsonNode withoutDiagnostics(JsonNode result) {
        JsonNode copy = result.deepCopy();
        return copy instanceof ObjectNode object ? object.without("diagnostics") : copy;
    }

    private static String numbers(JsonNode result) {
        StringJoiner text = new StringJoiner(", ");
        result.properties().stream()
                .filter(e -> e.getValue().isValueNode())
                .limit(MOST_NUMBERS)
                .forEach(e -> text.add(e.getKey() + " " + value(e.getValue())));
        return text.toString();
    }

    private static String value(JsonNode value) {
        return value.isFloatingPointNumber() ? String.format(Locale.ROOT, "%.4f", value.asDouble()) : value.asText();
    }
}
