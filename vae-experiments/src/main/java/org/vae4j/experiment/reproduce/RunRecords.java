package org.vae4j.experiment.reproduce;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.vae4j.experiment.reproduce.Reproduction.Measured;
import org.vae4j.experiment.rundir.Json;
import org.vae4j.experiment.rundir.KeptResults;
import org.vae4j.experiment.rundir.RunDirectoryException;
import org.vae4j.experiment.rundir.RunFiles;
import org.vae4j.file.AtomicFile;

/** The records of a training in its run directory, and the record of a reproduction that is written there. */
final class RunRecords {

    private final Path root;
    private final List<JsonNode> metrics;

    RunRecords(Path root) {
        this.root = root;
        this.metrics = RunFiles.in(root).metrics();
    }

    /** {@return the number of epochs that were trained} */
    int epochs() {
        return metrics.isEmpty()
                ? 0
                : metrics.get(metrics.size() - 1).path("epoch").asInt();
    }

    double trainingSeconds() {
        return metrics.stream()
                .mapToDouble(line -> line.path("seconds").asDouble())
                .sum();
    }

    /**
     * The test negative ELBO at the end of the run.
     *
     * @param examples the number of test examples
     * @return the number and its standard error
     * @throws RunDirectoryException if the file lacks one of the two
     */
    Measured elbo(long examples) throws IOException {
        Path end = root.resolve("eval/test.json");
        Path file = Files.isRegularFile(end) ? end : root.resolve("eval/test-epoch-" + epochs() + ".json");
        JsonNode test = Json.read(file, JsonNode.class);
        return new Measured(
                number(test, "negElboNats", file),
                number(test, "standardErrorNats", file),
                examples,
                OptionalInt.empty(),
                0);
    }

    private static double number(JsonNode test, String name, Path file) {
        if (!test.path(name).isNumber()) {
            throw RunDirectoryException.damaged(file, new IOException("it has no number " + name));
        }
        return test.path(name).asDouble();
    }

    /** {@return a value of {@code provenance.json}, or "unknown" if it is not there} */
    String provenance(String section, String key) throws IOException {
        Map<?, ?> provenance = Json.read(root.resolve("provenance.json"), Map.class);
        return Optional.ofNullable(provenance.get(section))
                .filter(Map.class::isInstance)
                .map(value -> ((Map<?, ?>) value).get(key))
                .map(String::valueOf)
                .orElse("unknown");
    }

    /** Writes the record of a reproduction; one of another number of epochs is kept under its own name. */
    void write(Outcome outcome) {
        try {
            Path file = root.resolve(Reproduction.FILE);
            KeptResults.aside(file, "epochs", outcome.epochs());
            AtomicFile.write(file, Json.pretty(outcome));
        } catch (IOException e) {
            throw RunDirectoryException.unwritable(root, e);
        }
    }
}
