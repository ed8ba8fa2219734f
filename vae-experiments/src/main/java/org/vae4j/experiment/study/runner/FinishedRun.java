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
 * A finished run that is requested again. Nothing is run; its results are shown.
 *
 * @param root the run directory
 * @param status the status that the run recorded
 * @param results the results by kind, {@code test} and {@code results}
 */
record FinishedRun(Path root, RunStatus status, Map<String, JsonNode> results) {

    /** As many as fit on a line; the files of some studies have more. */
    private static final int MOST_VALUES_SHOWN = 8;

    /**
     * Reads the status and the results of a run.
     *
     * @param root the directory of a run that is done
     * @return the run
     * @throws org.vae4j.experiment.rundir.RunDirectoryException if a file is damaged
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

    /**
     * Shows the results. Writes the report first if the process was killed between the end of the run and the report.
     *
     * @param study the name of the study
     * @param terminal the streams to print to
     * @return {@link ExitCode#DONE}
     */
    int show(String study, Terminal terminal) {
        if (!Files.exists(root.resolve("report.html"))) {
            StudyRunner.report(root);
        }
        terminal.print(study + ": already done, in " + root + " (--name runs it again under another name)");
        results.forEach((kind, result) -> terminal.print(kind + ": " + numbers(result)));
        terminal.json(Json.line(line()));
        return ExitCode.DONE;
    }

    /** The same JSON object that the run itself printed at its end. */
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
                .limit(MOST_VALUES_SHOWN)
                .forEach(e -> text.add(e.getKey() + " " + value(e.getValue())));
        return text.toString();
    }

    private static String value(JsonNode value) {
        return value.isFloatingPointNumber() ? String.format(Locale.ROOT, "%.4f", value.asDouble()) : value.asText();
    }
}
