package org.vae4j.experiment.track.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vae4j.experiment.config.ConfigResolver;
import org.vae4j.experiment.config.ExperimentConfig;
import org.vae4j.experiment.rundir.Json;
import org.vae4j.experiment.rundir.RunFiles;
import org.vae4j.experiment.track.Scalars;
import org.vae4j.file.AtomicFile;

/**
 * A run and its counterpart in MLflow. {@code mlflow.json} in the run's directory says which that is and up to which
 * epoch it has the metrics. Nothing here throws: a server that is away is warned of once per run and process.
 */
final class TrackedRun {

    private static final Logger LOG = LoggerFactory.getLogger(TrackedRun.class);
    private static final String FILE = "mlflow.json";
    /** Limits of one request, as the protocol has them. */
    private static final int MOST_METRICS = 1000;

    private static final int MOST_PARAMETERS = 100;
    private static final int LONGEST_VALUE = 500;
    /** Warned of once, by the callback and after the run. */
    private static final Set<Path> WARNED = ConcurrentHashMap.newKeySet();

    private final Mlflow settings;
    private final Path root;
    private final MlflowServer server;

    /**
     * What {@code mlflow.json} holds.
     *
     * @param server the address
     * @param run MLflow's name of the run
     * @param artifacts where MLflow keeps its files
     * @param epoch up to which the metrics were sent
     */
    record Counterpart(String server, String run, String artifacts, int epoch) {}

    TrackedRun(Mlflow settings, Path root) {
        this.settings = settings;
        this.root = root;
        this.server = new MlflowServer(settings.server(), System.getenv());
    }

    /** Sends what the server has not. */
    void send() {
        attempt(this::catchUp);
    }

    /** Sends the rest and says how the training ended. */
    void end(RunStatus status) {
        attempt(() -> {
            Counterpart sent = catchUp();
            if (status != RunStatus.RUNNING) {
                server.update(sent.run(), status);
            }
        });
    }

    /** Sends results and files of a run that is done. */
    void complete() {
        attempt(() -> {
            Counterpart sent = catchUp();
            JsonNode test = RunFiles.in(root).json("eval/test.json");
            Map<String, Double> results = new LinkedHashMap<>();
            test.properties().forEach(entry -> {
                if (entry.getValue().isNumber()
                        && Double.isFinite(entry.getValue().asDouble())) {
                    results.put("final/" + entry.getKey(), entry.getValue().asDouble());
                }
            });
            log(sent.run(), new Scalars(sent.epoch(), results));
            for (Path file : artifacts()) {
                String name = root.relativize(file).toString().replace('\\', '/');
                if (!server.upload(sent.artifacts(), name, file)) {
                    LOG.info("mlflow: the server keeps artifacts in {}, where it alone can write", sent.artifacts());
                    break;
                }
            }
            server.update(sent.run(), RunStatus.FINISHED);
        });
    }

    /** Sends every epoch that the server has not, to the run that it has or to a new one. */
    private Counterpart catchUp() throws IOException {
        Counterpart known = counterpart();
        Counterpart now = known.run().isEmpty() || !server.has(known.run()) ? begin() : known;
        if (now == known) {
            // It may have been stopped or failed before.
            server.update(now.run(), RunStatus.RUNNING);
        }
        for (Scalars epoch : Scalars.of(root, now.epoch())) {
            log(now.run(), epoch);
            now = new Counterpart(now.server(), now.run(), now.artifacts(), epoch.epoch());
            AtomicFile.write(root.resolve(FILE), Json.pretty(now));
        }
        return now;
    }

    private Counterpart counterpart() throws IOException {
        Path file = root.resolve(FILE);
        Counterpart none = new Counterpart(settings.server(), "", "", 0);
        if (!Files.isRegularFile(file)) {
            return none;
        }
        Counterpart stored = Json.read(file, Counterpart.class);
        return stored.server().equals(settings.server()) ? stored : none;
    }

    private Counterpart begin() throws IOException {
        ExperimentConfig config = ConfigResolver.stored(root.resolve("config.yaml"));
        String experiment =
                server.experiment(settings.experiment().isEmpty() ? config.experiment() : settings.experiment());
        JsonNode info = server.create(experiment, root.getFileName().toString(), System.currentTimeMillis());
        Counterpart begun = new Counterpart(
                settings.server(),
                info.path("run_id").asText(),
                info.path("artifact_uri").asText(),
                0);
        if (begun.run().isEmpty()) {
            throw new IOException("the server's answer has no run_id");
        }
        // Before anything is sent to it: a run that is begun and not remembered would stand beside the next.
        AtomicFile.write(root.resolve(FILE), Json.pretty(begun));
        List<Map<String, String>> parameters = pairs(config.flat());
        for (int i = 0; i < parameters.size(); i += MOST_PARAMETERS) {
            server.log(begun.run(), "params", parameters.subList(i, Math.min(parameters.size(), i + MOST_PARAMETERS)));
        }
        server.log(begun.run(), "tags", pairs(tags()));
        return begun;
    }

    private Map<String, String> tags() {
        JsonNode provenance = RunFiles.in(root).json("provenance.json");
        Map<String, String> tags = new LinkedHashMap<>();
        tags.put(
                "mlflow.source.name",
                "vae4j " + provenance.path("code").path("version").asText());
        tags.put("mlflow.source.type", "LOCAL");
        tags.put(
                "mlflow.source.git.commit",
                provenance.path("code").path("commit").asText());
        tags.put("vae4j.dirty", provenance.path("code").path("dirty").asText());
        tags.put("vae4j.hash", provenance.path("configHash").asText());
        tags.put("vae4j.data", provenance.path("data").asText());
        tags.put("vae4j.java", provenance.path("java").path("version").asText());
        tags.put("vae4j.processor", provenance.path("machine").path("processor").asText());
        tags.values().removeIf(String::isEmpty);
        return tags;
    }

    private static List<Map<String, String>> pairs(Map<String, String> values) {
        return values.entrySet().stream()
                .map(e -> Map.of(
                        "key",
                        e.getKey(),
                        "value",
                        e.getValue().length() > LONGEST_VALUE
                                ? e.getValue().substring(0, LONGEST_VALUE)
                                : e.getValue()))
                .toList();
    }

    private void log(String run, Scalars epoch) throws IOException {
        long now = System.currentTimeMillis();
        List<Map<String, Object>> metrics = epoch.values().entrySet().stream()
                .map(e -> Map.<String, Object>of(
                        "key", e.getKey(), "value", e.getValue(), "timestamp", now, "step", epoch.epoch()))
                .limit(MOST_METRICS)
                .collect(Collectors.toCollection(ArrayList::new));
        if (!metrics.isEmpty()) {
            server.log(run, "metrics", metrics);
        }
    }

    private List<Path> artifacts() throws IOException {
        List<Path> files = new ArrayList<>();
        Stream.of("config.yaml", "provenance.json", "metrics.jsonl", "report.html")
                .map(root::resolve)
                .filter(Files::isRegularFile)
                .forEach(files::add);
        for (String folder : List.of("eval", "figures")) {
            if (Files.isDirectory(root.resolve(folder))) {
                try (Stream<Path> found = Files.list(root.resolve(folder))) {
                    // Names that a path of the protocol can have as they stand.
                    found.filter(Files::isRegularFile)
                            .filter(file -> file.getFileName().toString().matches("[A-Za-z0-9._-]+"))
                            .sorted()
                            .forEach(files::add);
                }
            }
        }
        return files;
    }

    private void attempt(Sending sending) {
        try {
            sending.run();
        } catch (IOException | RuntimeException e) {
            if (WARNED.add(root.toAbsolutePath().normalize())) {
                LOG.warn(
                        "mlflow: {} does not take the run ({}); it gets what it lacks when it answers, or when the run is"
                                + " continued",
                        settings.server(),
                        e.toString());
            }
            LOG.info("mlflow", e);
        }
    }

    @FunctionalInterface
    private interface Sending {
        void run() throws IOException;
    }
}
