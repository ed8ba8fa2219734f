package org.vae4j.experiment.track.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.vae4j.experiment.rundir.Json;

/**
 * A client of the part of MLflow's REST protocol, version 2.0, that records a run. The credentials are read from the
 * environment, as by MLflow's own clients: {@code MLFLOW_TRACKING_TOKEN}, or {@code MLFLOW_TRACKING_USERNAME} and
 * {@code MLFLOW_TRACKING_PASSWORD}. Every method throws an {@code IOException} if the server cannot be reached, refuses
 * the request, or gives an answer without the expected value.
 */
final class MlflowServer {

    private static final String API = "/api/2.0/mlflow/";
    private static final String FILES = "/api/2.0/mlflow-artifacts/artifacts/";
    private static final String PROXIED = "mlflow-artifacts:/";
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(10);
    private static final int NOT_FOUND = 404;
    /** Status codes from here on are no success; redirections are not followed. */
    private static final int FIRST_FAILURE = 300;

    private static final JsonMapper MAPPER = new JsonMapper();

    /** The client would offer HTTP/2, which the servers that MLflow starts do not understand. */
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();

    private final String address;
    private final Map<String, String> environment;

    MlflowServer(String address, Map<String, String> environment) {
        this.address = address.replaceFirst("/+$", "");
        this.environment = Map.copyOf(environment);
    }

    /** Finds the id of the experiment with a name, which is created if there is none. */
    String findOrCreateExperiment(String name) throws IOException {
        HttpResponse<String> found = send(request(API + "experiments/get-by-name?experiment_name="
                        + URLEncoder.encode(name, StandardCharsets.UTF_8))
                .GET());
        JsonNode experiment = found.statusCode() == NOT_FOUND
                ? post("experiments/create", Map.of("name", name))
                : answer(found).path("experiment");
        return text(experiment, "experiment_id");
    }

    /** Creates a run that started at a time in milliseconds, and returns its {@code RunInfo} of the protocol. */
    JsonNode createRun(String experimentId, String name, long startMillis) throws IOException {
        return post("runs/create", Map.of("experiment_id", experimentId, "run_name", name, "start_time", startMillis))
                .path("run")
                .path("info");
    }

    /** Whether the server has a run that nobody has deleted there. */
    boolean has(String run) throws IOException {
        HttpResponse<String> found =
                send(request(API + "runs/get?run_id=" + run).GET());
        if (found.statusCode() == NOT_FOUND) {
            return false;
        }
        return answer(found)
                .path("run")
                .path("info")
                .path("lifecycle_stage")
                .asText("active")
                .equals("active");
    }

    /** Sets the status of a run; any status but RUNNING also sets the time of its end. */
    void update(String run, RunStatus status) throws IOException {
        post(
                "runs/update",
                status == RunStatus.RUNNING
                        ? Map.of("run_id", run, "status", status)
                        : Map.of("run_id", run, "status", status, "end_time", System.currentTimeMillis()));
    }

    /** Adds metrics, parameters or tags to a run: {@code kind} is "metrics", "params" or "tags". */
    void log(String run, String kind, Object values) throws IOException {
        post("runs/log-batch", Map.of("run_id", run, kind, values));
    }

    /**
     * Uploads a file of a run.
     *
     * @param artifacts the address of the run's artifacts, as the server gave it
     * @param name the path of the file below this address
     * @return false, and nothing is sent, if the server does not receive artifacts itself
     */
    boolean upload(String artifacts, String name, Path file) throws IOException {
        if (!artifacts.startsWith(PROXIED)) {
            return false;
        }
        String path = artifacts.substring(PROXIED.length()).replaceFirst("^/*([^/]+:\\d+/)?", "");
        answer(send(request(FILES + path + "/" + name).PUT(HttpRequest.BodyPublishers.ofFile(file))));
        return true;
    }

    private JsonNode post(String method, Object body) throws IOException {
        return answer(send(request(API + method)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(Json.line(body)))));
    }

    private HttpRequest.Builder request(String path) throws IOException {
        try {
            HttpRequest.Builder builder =
                    HttpRequest.newBuilder(URI.create(address + path)).timeout(ANSWER_TIMEOUT);
            authorisation().ifPresent(value -> builder.header("Authorization", value));
            return builder;
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private Optional<String> authorisation() {
        String token = environment.getOrDefault("MLFLOW_TRACKING_TOKEN", "");
        String user = environment.getOrDefault("MLFLOW_TRACKING_USERNAME", "");
        if (!token.isEmpty()) {
            return Optional.of("Bearer " + token);
        }
        String pair = user + ":" + environment.getOrDefault("MLFLOW_TRACKING_PASSWORD", "");
        return user.isEmpty()
                ? Optional.empty()
                : Optional.of("Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** The body of a successful response; an empty body gives an empty object. */
    private static JsonNode answer(HttpResponse<String> response) throws IOException {
        if (response.statusCode() >= FIRST_FAILURE) {
            throw new IOException("the server answered " + response.statusCode() + " to "
                    + response.request().uri().getPath() + ": "
                    + response.body().lines().findFirst().orElse(""));
        }
        return response.body().isBlank() ? MAPPER.createObjectNode() : MAPPER.readTree(response.body());
    }

    private static String text(JsonNode node, String key) throws IOException {
        if (!node.path(key).isValueNode()) {
            throw new IOException("the server's answer has no " + key);
        }
        return node.path(key).asText();
    }
}
