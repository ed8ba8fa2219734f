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
 * Sends a run to its counterpart in MLflow. The file {@code mlflow.json} in the run's directory names the counterpart
 * and the last epoch that was sent, so that a server that could not be reached gets the rest later. An error of the
 * server never fails the training: it is logged once, until the server answers again.
 */
final class TrackedRun {

    private static final Logger LOG = LoggerFactory.getLogger(TrackedRun.class);
    private static final String FILE = "mlflow.json";
    /** The limits of a request in the protocol. */
    private static final int MAX_METRICS = 1000;

    private static final int MAX_PARAMETERS = 100;
    private static final int MAX_VALUE_LENGTH = 500;
    /**
     * Runs for which a warning was logged because their server could not be reached. Static, since the callback and the
     * completion of a run use different objects.
     */
    private static final Set<Path> WARNED = ConcurrentHashMap.newKeySet();

    private final Mlflow settings;
    private final Path root;
    private final MlflowServer server;

    /**
     * The content of {@code mlflow.json}.
     *
     * @param server the address of the server
     * @param run MLflow's id of the run; empty if there is no counterpart yet
     * @param artifacts the address of the run's artifacts
     * @param described whether parameters and tags were sent
     * @param epoch the last epoch whose metrics were sent; 0 for none
     */
    record Counterpart(String server, String run, String artifacts, boolean described, int epoch) {

        static Counterpart none(String server) {
            return created(server, "", "");
        }

        static Counterpart created(String server, String run, String artifacts) {
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

    /** Sends the epochs that the server does not have yet. */
    void send() {
        attempt(this::catchUp);
    }

    /** Sends the remaining epochs and the status of a training that has ended. */
    void end(RunStatus status) {
        attempt(() -> {
            Counterpart sent = catchUp();
            if (status != RunStatus.RUNNING) {
                server.update(sent.run(), status);
            }
        });
    }

    /** Sends the remaining epochs, the results and the files of a finished run. */
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

    /** Sends everything that the run's counterpart lacks. Creates a counterpart if the server has none. */
    private Counterpart catchUp() throws IOException {
        Counterpart known = storedCounterpart();
        boolean exists = !known.run().isEmpty() && server.has(known.run());
        Counterpart counterpart = exists ? known : create();
        if (exists) {
            // It may have the status of an earlier execution that was stopped or failed.
            server.update(counterpart.run(), RunStatus.RUNNING);
        }
        if (!counterpart.described()) {
            describe(counterpart.run());
            counterpart = store(counterpart.withDescription());
        }
        for (Scalars epoch : Scalars.of(root, counterpart.epoch())) {
            log(counterpart.run(), epoch);
            counterpart = store(counterpart.upTo(epoch.epoch()));
        }
        return counterpart;
    }

    private Counterpart store(Counterpart counterpart) throws IOException {
        AtomicFile.write(root.resolve(FILE), Json.pretty(counterpart));
        return counterpart;
    }

    /** The counterpart that {@code mlflow.json} names; none if the file is missing or names another server. */
    private Counterpart storedCounterpart() throws IOException {
        Path file = root.resolve(FILE);
        Counterpart none = Counterpart.none(settings.server());
        if (!Files.isRegularFile(file)) {
            return none;
        }
        Counterpart stored = Json.read(file, Counterpart.class);
        return stored.server().equals(settings.server()) ? stored : none;
    }

    private Counterpart create() throws IOException {
        String name = settings.experiment().isEmpty() ? config().experiment() : settings.experiment();
        JsonNode info = server.createRun(
                server.findOrCreateExperiment(name),
                absoluteRoot().getFileName().toString(),
                System.currentTimeMillis());
        String run = info.path("run_id").asText();
        if (run.isEmpty()) {
            throw new IOException("the server's answer has no run_id");
        }
        // Stored before anything is sent: a counterpart that is not remembered would be created a second time.
        return store(Counterpart.created(
                settings.server(), run, info.path("artifact_uri").asText()));
    }

    private ExperimentConfig config() {
        return ConfigResolver.stored(root.resolve("config.yaml"));
    }

    private void describe(String run) throws IOException {
        send(run, "params", pairs(config().flat()), MAX_PARAMETERS);
        server.log(run, "tags", pairs(tags()));
    }

    /** Sends values in requests of at most {@code limit} values. */
    private void send(String run, String kind, List<?> values, int limit) throws IOException {
        for (int i = 0; i < values.size(); i += limit) {
            server.log(run, kind, values.subList(i, Math.min(values.size(), i + limit)));
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

    /**
     * Keys and values in the form of the protocol. It refuses long values, so these are cut; the run has them whole.
     */
    private static List<Map<String, String>> pairs(Map<String, String> values) {
        return values.entrySet().stream()
                .map(entry -> Map.of("key", entry.getKey(), "value", cut(entry.getValue())))
                .toList();
    }

    private static String cut(String value) {
        return value.length() > MAX_VALUE_LENGTH ? value.substring(0, MAX_VALUE_LENGTH) : value;
    }

    /** Sends metrics with the time of sending: the metrics file has no times, and MLflow draws curves over the step. */
    private void log(String run, Scalars epoch) throws IOException {
        long now = System.currentTimeMillis();
        List<Map<String, Object>> metrics = epoch.values().entrySet().stream()
                .map(entry -> Map.<String, Object>of(
                        "key", entry.getKey(), "value", entry.getValue(), "timestamp", now, "step", epoch.epoch()))
                .toList();
        send(run, "metrics", metrics, MAX_METRICS);
    }

    /** The files of the run that are uploaded. */
    private List<Path> artifacts() throws IOException {
        List<Path> files = new ArrayList<>();
        Stream.of("config.yaml", "provenance.json", "metrics.jsonl", "report.html")
                .map(root::resolve)
                .filter(Files::isRegularFile)
                .forEach(files::add);
        for (String folder : List.of("eval", "figures")) {
            if (Files.isDirectory(root.resolve(folder))) {
                try (Stream<Path> found = Files.list(root.resolve(folder))) {
                    // Only names that need no escaping in an address.
                    found.filter(Files::isRegularFile)
                            .filter(file -> file.getFileName().toString().matches("[A-Za-z0-9._-]+"))
                            .sorted()
                            .forEach(files::add);
                }
            }
        }
        return files;
    }

    /** Sends and logs errors, the first of a server that cannot be reached as a warning. */
    private void attempt(Sending sending) {
        try {
            sending.run();
            WARNED.remove(absoluteRoot());
        } catch (IOException e) {
            if (WARNED.add(absoluteRoot())) {
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

    private Path absoluteRoot() {
        return root.toAbsolutePath().normalize();
    }

    @FunctionalInterface
    private interface Sending {
        void run() throws IOException;
    }
}
