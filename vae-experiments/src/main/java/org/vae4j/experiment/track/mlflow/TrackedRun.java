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
 * A run and its counterpart in MLflow. {@code mlflow.json} in the run's directory says which that is and what it has of
 * the run, so that a server that was away is sent the rest later. Sending never fails the training, which waits for it
 * no longer than the server's timeouts; of a server that is away there is one warning until it answers again.
 */
final class TrackedRun {

    private static final Logger LOG = LoggerFactory.getLogger(TrackedRun.class);
    private static final String FILE = "mlflow.json";
    /** Limits of one request, as the protocol has them. */
    private static final int MOST_METRICS = 1000;

    private static final int MOST_PARAMETERS = 100;
    private static final int LONGEST_VALUE = 500;
    /** Runs whose server is away and was warned of; the callback and what is sent after the run share it. */
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
     * @param described whether parameters and tags were sent
     * @param epoch the last one whose metrics were sent
     */
    record Counterpart(String server, String run, String artifacts, boolean described, int epoch) {

        static Counterpart none(String server) {
            return begun(server, "", "");
        }

        static Counterpart begun(String server, String run, String artifacts) {
            boolean described = false;
            return new Counterpart(server, run, artifacts, described, 0);
        }

        Counterpart withDescription() {
            return new Counterpart(server, run, artifacts, true, epoch);
        }

        Counterpart upTo(int sentEpoch) {
            return new Counterpart(server, run, artifacts, described, sentEpoch);
        }
    }

    TrackedRun(Mlflow settings, Path root) {
        this.settings = settings;
        this.root = root;
        this.server = new MlflowServer(settings.server(), System.getenv());
    }

    /** Sends what the server does not have yet. */
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

    /** Sends the rest, the results and the files of a finished run. */
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

    /** Sends what the run's counterpart lacks; makes one where the server has none. */
    private Counterpart catchUp() throws IOException {
        Counterpart known = counterpart();
        boolean resumed = !known.run().isEmpty() && server.has(known.run());
        Counterpart now = resumed ? known : begin();
        if (resumed) {
            // It may have been stopped or failed before.
            server.update(now.run(), RunStatus.RUNNING);
        }
        if (!now.described()) {
            describe(now.run());
            now = remember(now.withDescription());
        }
        for (Scalars epoch : Scalars.of(root, now.epoch())) {
            log(now.run(), epoch);
            now = remember(now.upTo(epoch.epoch()));
        }
        return now;
    }

    private Counterpart remember(Counterpart now) throws IOException {
        AtomicFile.write(root.resolve(FILE), Json.pretty(now));
        return now;
    }

    private Counterpart counterpart() throws IOException {
        Path file = root.resolve(FILE);
        Counterpart none = Counterpart.none(settings.server());
        if (!Files.isRegularFile(file)) {
            return none;
        }
        Counterpart stored = Json.read(file, Counterpart.class);
        return stored.server().equals(settings.server()) ? stored : none;
    }

    private Counterpart begin() throws IOException {
        String name = settings.experiment().isEmpty() ? config().experiment() : settings.experiment();
        JsonNode info =
                server.create(server.experiment(name), root.getFileName().toString(), System.currentTimeMillis());
        String run = info.path("run_id").asText();
        if (run.isEmpty()) {
            throw new IOException("the server's answer has no run_id");
        }
        // Before anything is sent to it: a run that is begun and not remembered would stand beside the next.
        return remember(Counterpart.begun(
                settings.server(), run, info.path("artifact_uri").asText()));
    }

    private ExperimentConfig config() {
        return ConfigResolver.stored(root.resolve("config.yaml"));
    }

    private void describe(String run) throws IOException {
        send(run, "params", pairs(config().flat()), MOST_PARAMETERS);
        server.log(run, "tags", pairs(tags()));
    }

    /** Sends in as many requests as the protocol's limit asks for. */
    private void send(String run, String kind, List<?> values, int most) throws IOException {
        for (int i = 0; i < values.size(); i += most) {
            server.log(run, kind, values.subList(i, Math.min(values.size(), i + most)));
        }
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

    /** Longer values, which the protocol refuses, are cut; the run's own files have them whole. */
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

    /** Of the time of sending: the metrics file has durations alone, and MLflow draws curves over the step. */
    private void log(String run, Scalars epoch) throws IOException {
        long now = System.currentTimeMillis();
        List<Map<String, Object>> metrics = epoch.values().entrySet().stream()
                .map(e -> Map.<String, Object>of(
                        "key", e.getKey(), "value", e.getValue(), "timestamp", now, "step", epoch.epoch()))
                .toList();
        send(run, "metrics", metrics, MOST_METRICS);
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
            WARNED.remove(place());
        } catch (IOException e) {
            if (WARNED.add(place())) {
                LOG.warn(
                        "mlflow: {} does not take the run ({}); it gets the rest when it answers, or when the run is"
                                + " continued",
                        settings.server(),
                        e.toString());
            }
            LOG.debug("mlflow", e);
        } catch (RuntimeException e) {
            LOG.error("mlflow: the run was not sent, and training goes on", e);
        }
    }

    private Path place() {
        return root.toAbsolutePath().normalize();
    }

    @FunctionalInterface
    private interface Sending {
        void run() throws IOException;
    }
}
