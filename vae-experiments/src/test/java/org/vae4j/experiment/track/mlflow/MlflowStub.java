package org.vae4j.experiment.track.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A server that answers like MLflow 2, by its documented REST protocol, and keeps what it is sent. It stands for
 * MLflow, which cannot be installed where these tests run.
 */
public final class MlflowStub implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String API = "/api/2.0/mlflow/";
    private static final String ARTIFACTS = "/api/2.0/mlflow-artifacts/artifacts/";
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;

    private final HttpServer server;
    private final Map<String, String> experiments = new ConcurrentSkipListMap<>();
    private final List<String> runs = new CopyOnWriteArrayList<>();
    private final Map<String, Double> metrics = new ConcurrentSkipListMap<>();
    private final Map<String, String> tags = new ConcurrentSkipListMap<>();
    private final Map<String, String> parameters = new ConcurrentSkipListMap<>();
    private final Map<String, String> files = new ConcurrentSkipListMap<>();
    private final List<String> states = new CopyOnWriteArrayList<>();

    private boolean closed;
    private volatile int lastStep = Integer.MAX_VALUE;
    private volatile boolean diesAtParameters;

    private MlflowStub(HttpServer server) {
        this.server = server;
    }

    /** Starts a server on a port of this machine; port 0 stands for any free port. */
    public static MlflowStub start(int port) throws IOException {
        MlflowStub stub = new MlflowStub(HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0));
        stub.server.createContext("/", stub::answer);
        stub.server.start();
        return stub;
    }

    /** Makes the server die during the request that has the metrics of this step. */
    public MlflowStub dyingAt(int step) {
        lastStep = step;
        return this;
    }

    /** Makes the server die during the request that has parameters. */
    public MlflowStub dyingAtParameters() {
        diesAtParameters = true;
        return this;
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public String address() {
        return "http://127.0.0.1:" + port();
    }

    List<String> runs() {
        return runs;
    }

    /** The metrics by {@code name@step}. */
    public Map<String, Double> metrics() {
        return new TreeMap<>(metrics);
    }

    Map<String, String> tags() {
        return tags;
    }

    Map<String, String> parameters() {
        return parameters;
    }

    Map<String, String> files() {
        return files;
    }

    List<String> states() {
        return states;
    }

    Map<String, String> experiments() {
        return experiments;
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            server.stop(0);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        byte[] body = exchange.getRequestBody().readAllBytes();
        try {
            if (path.startsWith(ARTIFACTS)) {
                files.put(path.substring(ARTIFACTS.length()), String.valueOf(body.length));
                send(exchange, OK, "{}");
                return;
            }
            JsonNode request = body.length == 0 ? JSON.createObjectNode() : JSON.readTree(body);
            respond(exchange, path.replaceFirst("^" + API, ""), request);
        } catch (StoppedException e) {
            exchange.close();
            new Thread(this::close).start();
        }
    }

    private void respond(HttpExchange exchange, String path, JsonNode request) throws IOException {
        switch (path) {
            case "experiments/get-by-name" -> {
                String name = exchange.getRequestURI().getQuery().replaceFirst("^experiment_name=", "");
                if (experiments.containsKey(name)) {
                    send(exchange, OK, "{\"experiment\":{\"experiment_id\":\"" + experiments.get(name) + "\"}}");
                } else {
                    send(exchange, NOT_FOUND, "{\"error_code\":\"RESOURCE_DOES_NOT_EXIST\"}");
                }
            }
            case "experiments/create" -> {
                experiments.put(request.path("name").asText(), "" + (experiments.size() + 1));
                send(exchange, OK, "{\"experiment_id\":\"" + experiments.size() + "\"}");
            }
            case "runs/create" -> {
                String id = "run" + (runs.size() + 1);
                runs.add(id + " " + request.path("run_name").asText() + " of "
                        + request.path("experiment_id").asText());
                send(
                        exchange,
                        OK,
                        "{\"run\":{\"info\":{\"run_id\":\"" + id + "\",\"artifact_uri\":\"mlflow-artifacts:/1/" + id
                                + "/artifacts\"}}}");
            }
            case "runs/get" ->
                send(exchange, OK, "{\"run\":{\"info\":{\"run_id\":\"x\",\"lifecycle_stage\":\"active\"}}}");
            case "runs/update" -> {
                states.add(request.path("status").asText());
                send(exchange, OK, "{}");
            }
            case "runs/log-batch" -> {
                log(request);
                send(exchange, OK, "");
            }
            default -> send(exchange, NOT_FOUND, "{\"error_code\":\"ENDPOINT_NOT_FOUND\"}");
        }
    }

    private void log(JsonNode request) {
        if (diesAtParameters && request.has("params")) {
            throw new StoppedException();
        }
        request.path("metrics").forEach(metric -> {
            if (metric.path("step").asInt() >= lastStep) {
                throw new StoppedException();
            }
            metrics.put(
                    metric.path("key").asText() + "@" + metric.path("step").asInt(),
                    metric.path("value").asDouble());
        });
        request.path("params").forEach(entry -> put(entry, parameters));
        request.path("tags").forEach(entry -> put(entry, tags));
    }

    private static void put(JsonNode entry, Map<String, String> values) {
        values.put(entry.path("key").asText(), entry.path("value").asText());
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    /** Thrown in the request during which the server dies. */
    private static final class StoppedException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
