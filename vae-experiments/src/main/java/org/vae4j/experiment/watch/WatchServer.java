package org.vae4j.experiment.watch;

import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vae4j.experiment.config.ExperimentConfig;
import org.vae4j.experiment.config.ModelDescription;
import org.vae4j.experiment.config.binding.ConfigException;
import org.vae4j.experiment.report.Report;
import org.vae4j.experiment.report.html.Subscripts;
import org.vae4j.experiment.report.html.Svg;
import org.vae4j.experiment.report.latent.ExampleGroup;
import org.vae4j.experiment.report.latent.LatentTable;
import org.vae4j.experiment.run.trained.TrainedRun;
import org.vae4j.experiment.rundir.Json;
import org.vae4j.experiment.rundir.RunFiles;

/**
 * Serves a page on one run to this machine: its training curves while it trains, and its decoder to try out latents.
 *
 * <p>The server answers a fixed set of addresses, and no request can choose a file. It is the server of the JDK, which
 * suffices for one user and needs no further jars.
 */
public final class WatchServer implements AutoCloseable {

    private static final int THREADS = 4;
    private static final int BACKLOG = 16;
    private static final int MAX_POINTS = 1000;
    /** The greatest absolute value of a latent that is decoded. */
    private static final double MAX_LATENT = 1e3;
    /** The time between two looks for a new checkpoint. */
    private static final int REFRESH_SECONDS = 2;

    private static final int OK = HttpURLConnection.HTTP_OK;
    private static final String TEXT = "text/plain";
    private static final String HTML = "text/html";
    private static final String JSON = "application/json";
    /** The query of a decoded image: numbers with commas between them, and a label for a conditional model. */
    private static final Pattern DECODE_QUERY = Pattern.compile("z=([^&]*)(?:&y=(\\d{1,4}))?");

    private static final Logger LOG = LoggerFactory.getLogger(WatchServer.class);

    private final Path root;
    private final ExperimentConfig config;
    private final LiveModel model;
    private final HttpServer server;
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(THREADS, task -> {
        Thread thread = new Thread(task, "watch");
        thread.setDaemon(true);
        return thread;
    });
    private final Map<String, HttpHandler> addresses = new LinkedHashMap<>();

    private WatchServer(Path root, ExperimentConfig config, HttpServer server) {
        this.root = root;
        this.config = config;
        this.model = new LiveModel(root);
        this.server = server;
    }

    /**
     * Starts a server. The run may be going on or have ended. The page is served at once, while the model is still
     * being read.
     *
     * @param root the run directory
     * @param port the port; 0 for any free port
     * @return the server, which answers until it is closed
     * @throws IOException if the network fails
     * @throws ConfigException if the port is taken, or if the run trains no model
     */
    public static WatchServer start(Path root, int port) throws IOException {
        ExperimentConfig config = TrainedRun.config(root);
        if (config.training().isEmpty()) {
            throw new ConfigException("found a run of " + config.experiment() + " in " + root
                    + ", which trains no model; expected one that does, such as mnist-vae: see vae report for others");
        }
        // The JDK reads these properties when it loads its server. A silent connection must not be kept for ever, and
        // without nodelay the body of an answer would wait until its head is acknowledged.
        System.setProperty("sun.net.httpserver.maxReqTime", System.getProperty("sun.net.httpserver.maxReqTime", "20"));
        System.setProperty("sun.net.httpserver.nodelay", "true");
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        HttpServer http;
        try {
            http = HttpServer.create(address, BACKLOG);
        } catch (BindException e) {
            throw new ConfigException(
                    "--port: found " + port + " taken (" + e.getMessage() + "), expected a free one: 0 takes any", e);
        }
        WatchServer server = new WatchServer(root, config, http);
        server.serve();
        return server;
    }

    private void serve() {
        addresses.put("/", exchange -> resource(exchange, "watch.html", HTML));
        addresses.put("/watch.js", exchange -> resource(exchange, "watch.js", "text/javascript"));
        addresses.put("/watch.css", exchange -> resource(exchange, "watch.css", "text/css"));
        addresses.put("/style.css", exchange -> Requests.answer(exchange, OK, "text/css", Report.style()));
        addresses.put("/state", exchange -> Requests.answer(exchange, OK, JSON, Json.line(state())));
        addresses.put("/points", exchange -> Requests.answer(exchange, OK, JSON, Json.line(points())));
        addresses.put(
                "/curves",
                exchange -> Requests.answer(exchange, OK, HTML, Report.curves(root.resolve("metrics.jsonl"))));
        addresses.put("/sheets", exchange -> Requests.answer(exchange, OK, HTML, Report.sheets(root)));
        addresses.put("/decode", this::decode);
        addresses.put("/draw", this::draw);
        HttpContext context = server.createContext("/", this::handle);
        context.getFilters().add(new Requests(server.getAddress().getPort()));
        server.setExecutor(threads);
        server.start();
        threads.scheduleWithFixedDelay(model::refresh, 0, REFRESH_SECONDS, TimeUnit.SECONDS);
    }

    /** {@return the address of the page, on 127.0.0.1} */
    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        HttpHandler handler = addresses.get(exchange.getRequestURI().getRawPath());
        if (handler == null) {
            Requests.answer(exchange, HttpURLConnection.HTTP_NOT_FOUND, TEXT, "There is nothing here.\n");
        } else {
            handler.handle(exchange);
        }
    }

    private static void resource(HttpExchange exchange, String name, String type) throws IOException {
        try (InputStream in = WatchServer.class.getResourceAsStream(name)) {
            Requests.answer(exchange, OK, type + "; charset=utf-8", in.readAllBytes());
        }
    }

    /** The state that the page polls: the progress of the run, the facts of its model and the versions of its files. */
    private Map<String, Object> state() {
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("experiment", config.experiment());
        state.put("run", root.toAbsolutePath().normalize().getFileName().toString());
        RunFiles.in(root).statusIfReadable().ifPresent(status -> {
            state.put("status", status);
            state.put("alive", status.isAlive("", Instant.now()));
        });
        model.summary().ifPresent(summary -> state.put("model", summary));
        state.put("loading", model.isLoading());
        state.put("curves", version("metrics.jsonl"));
        state.put("points", version("eval/latents.csv"));
        state.put("sheets", version("figures/samples.png") + "," + version("figures/reconstructions.png"));
        RunFiles.in(root)
                .dataIfReadable()
                .map(own -> ModelDescription.of(config, own))
                .orElseGet(() -> ModelDescription.of(config))
                .ifPresent(model -> state.put("parts", withSubscriptLetters(model.parts())));
        return state;
    }

    /** Writes subscripts as letters, since the page inserts these texts without markup. */
    private static Map<String, String> withSubscriptLetters(Map<String, String> parts) {
        Map<String, String> lettered = new LinkedHashMap<>();
        parts.forEach((name, text) -> lettered.put(name, Subscripts.letters(text)));
        return lettered;
    }

    /** A text that changes when a file does. */
    private String version(String name) {
        Path file = root.resolve(name);
        try {
            return Files.isRegularFile(file)
                    ? Files.getLastModifiedTime(file).toMillis() + "-" + Files.size(file)
                    : "none";
        } catch (IOException e) {
            return "none";
        }
    }

    /** The posterior means of test examples and the order of the dimensions; empty lists before the run wrote them. */
    private Map<String, Object> points() {
        Map<String, Object> points = new LinkedHashMap<>();
        Optional<LatentTable> read = latents();
        points.put("order", read.map(LatentTable::byImportance).orElse(List.of()));
        points.put("trait", read.flatMap(t -> t.traits().stream().findFirst()).orElse(""));
        List<Map<String, Object>> groups = new ArrayList<>();
        List<double[]> means = new ArrayList<>();
        read.ifPresent(table -> {
            int count = Math.min(MAX_POINTS, table.size());
            if (!table.traits().isEmpty()) {
                ExampleGroup.of(Arrays.copyOf(table.trait(0), count))
                        .forEach(group -> groups.add(Map.of(
                                "name", group.name(), "colour", Svg.rgb(group.colour()), "members", group.members())));
            }
            IntStream.range(0, table.dimensions()).forEach(j -> means.add(Arrays.copyOf(table.means(j), count)));
        });
        points.put("groups", groups);
        points.put("means", means);
        return points;
    }

    private Optional<LatentTable> latents() {
        try {
            return LatentTable.read(root.resolve("eval/latents.csv"));
        } catch (IOException e) {
            LOG.info("no points are shown: {}", e.getMessage());
            return Optional.empty();
        }
    }

    /** Answers with a new latent from the prior at each call. */
    private void draw(HttpExchange exchange) throws IOException {
        Optional<double[]> z = model.draw(ThreadLocalRandom.current().nextLong());
        if (z.isPresent()) {
            Requests.answer(exchange, OK, JSON, Json.line(Map.of("z", z.get())));
        } else {
            Requests.answer(exchange, HttpURLConnection.HTTP_NOT_FOUND, TEXT, "There is no prior to draw from.\n");
        }
    }

    private void decode(HttpExchange exchange) throws IOException {
        long start = System.nanoTime();
        Optional<LiveModel.Summary> summary = model.summary();
        if (summary.isEmpty()) {
            Requests.answer(
                    exchange, HttpURLConnection.HTTP_UNAVAILABLE, TEXT, "The run has written no checkpoint yet.\n");
            return;
        }
        Optional<byte[]> png = decoded(exchange.getRequestURI().getRawQuery(), summary.get());
        if (png.isEmpty()) {
            Requests.answer(exchange, HttpURLConnection.HTTP_BAD_REQUEST, TEXT, expectedQuery(summary.get()));
            return;
        }
        exchange.getResponseHeaders()
                .set("Server-Timing", String.format(Locale.ROOT, "decode;dur=%.2f", (System.nanoTime() - start) / 1e6));
        Requests.answer(exchange, OK, "image/png", png.get());
    }

    private static String expectedQuery(LiveModel.Summary summary) {
        return "Expected z=" + summary.latent() + " numbers between -1000 and 1000 with commas between"
                + (summary.condition() == 0 ? ".\n" : ", and y=0 to " + (summary.condition() - 1) + " behind &.\n");
    }

    /** Decodes the latent of a query; empty unless the query has a latent and a label that the model knows. */
    private Optional<byte[]> decoded(String query, LiveModel.Summary summary) {
        Matcher parts = DECODE_QUERY.matcher(query == null ? "" : query);
        if (!parts.matches()) {
            return Optional.empty();
        }
        // Without y, a conditional model is told its first label. A model without labels is told none.
        int label = parts.group(2) == null ? 0 : Integer.parseInt(parts.group(2));
        if (label >= Math.max(1, summary.condition())) {
            return Optional.empty();
        }
        return latent(parts.group(1), summary.latent()).flatMap(z -> model.decode(z, label));
    }

    /** Parses a latent; empty unless it has the given number of dimensions and no value is too large. */
    private static Optional<double[]> latent(String numbers, int dimensions) {
        String[] parts = numbers.split(",", -1);
        if (parts.length != dimensions) {
            return Optional.empty();
        }
        double[] z = new double[dimensions];
        try {
            for (int i = 0; i < dimensions; i++) {
                z[i] = Double.parseDouble(parts[i]);
                if (!(Math.abs(z[i]) <= MAX_LATENT)) {
                    return Optional.empty();
                }
            }
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
        return Optional.of(z);
    }
}
