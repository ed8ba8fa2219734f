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
 * The part of MLflow's REST protocol, version 2.0, that records a run. Who the caller is comes from the environment, as
 * MLflow's own clients have it: {@code MLFLOW_TRACKING_TOKEN}, or {@code MLFLOW_TRACKING_USERNAME} and {@code
 * MLFLOW_TRACKING_PASSWORD}.
 */
final class MlflowServer {

    private static final String API = "/api/2.0/mlflow/";
    private static final String FILES = "/api/2.0/mlflow-artifacts/artifacts/";
    private static final String PROXIED = "mlflow-artifacts:/";
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final int NOT_FOUND = 404;
    private static final int ERROR = 300;
    private static final JsonMapper MAPPER = new JsonMapper();

    /** Servers of MLflow's kind know nothing of the newer version that the client would offer. */
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();

    private final String address;
    private final Map<String, String> environment;

    MlflowServer(String address, Map<String, String> environment) {
        this.address = address.replaceFirst("/+$", "");
        this.environment = environment;
    }

    /** The experiment of a name, made where there is none. */
    String experiment(String name) throws IOException {
        HttpResponse<String> found = send(request(API + "experiments/get-by-name?experiment_name="
                        + URLEncoder.encode(name, StandardCharsets.UTF_8))
                .GET());
        JsonNode experiment = found.statusCode() == NOT_FOUND
                ? post("experiments/create", Map.of("name", name))
                : answer(found).path("experiment");
        return text(experiment, "experiment_id");
    }

    /** A new run. */
    JsonNode create(String experiment, String name, long start) throws IOException {
        return post("runs/create", Map.of("experiment_id", experiment, "run_name", name, "start_time", start))
                .path("run")
                .path("info");
    }

    /** Whether the server still has a run; one that was deleted there is begun again. */
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

    void update(String run, RunStatus status) throws IOException {
        post(
                "runs/update",
                status == RunStatus.RUNNING
                        ? Map.of("run_id", run, "status", status)
                        : Map.of("run_id", run, "status", status, "end_time", System.currentTimeMillis()));
    }

    void log(String run, String kind, Object values) throws IOException {
        post("runs/log-batch", Map.of("run_id", run, kind, values));
    }

    /** Uploads a file where the server keeps artifacts itself; elsewhere nothing is sent. */
    boolean upload(String artifacts, String name, Path file) throws IOException {
        if (!artifacts.startsWith(PROXIED)) {
            return false;
        }
        String path = artifacts.substring(PROXIED.length()).replaceFirst("^/*([^/]+:\\d+/)?", "");
        answer(send(request(FILES + path + "/" + name).PUT(HttpRequest.BodyPublishers.ofFile(file))));
        return true;
    }

    private JsonNode post(String what, Object body) throws IOException {
        return answer(send(request(API + what)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(Json.line(body)))));
    }

    private HttpRequest.Builder request(String path) throws IOException {
        try {
            HttpRequest.Builder builder =
                    HttpRequest.newBuilder(URI.create(address + path)).timeout(ANSWER);
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

    private static JsonNode answer(HttpResponse<String> response) throws IOException {
        if (response.statusCode() >= ERROR) {
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
