package org.vae4j.experiment.watch;

import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
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
import java.util.OptionalInt;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
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
 * Serves one run to this machine: its training curves while it lasts, and its decoder to play with.
 *
 * <p>There are a handful of addresses, each an exact name; none leads to a file that a request could choose. The JDK's
 * own server does for one person what a framework would do with twenty more jars.
 */
public final class WatchServer implements AutoCloseable {

    private static final int THREADS = 4;
    private static final int BACKLOG = 16;
    private static final int MOST_POINTS = 1000;
    private static final double LARGEST = 1e3;
    private static final String HTML = "text/html";
    private static final Pattern LABEL = Pattern.compile("&y=(\\d{1,4})$");

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
     * Begins to serve; the run may have just begun, or be long over. Its model is read while the page is already there.
     *
     * @param root its directory
     * @param port where; 0 for any that is free
     * @return serving, until it is closed
     * @throws IOException when the network fails
     * @throws ConfigException when the port is taken, or the run trains no model
     */
    public static WatchServer start(Path root, int port) throws IOException {
        ExperimentConfig config = TrainedRun.config(root);
        if (config.training().isEmpty()) {
            throw new ConfigException("found a run of " + config.experiment() + " in " + root
                    + ", which trains no model; expected one that does, such as mnist-vae: see vae report for others");
        }
        // Read when the server's first class is loaded. A connection that says nothing must not be kept for ever; and
        // head
        // and body of an answer are two writes, the second of which would wait for the first to be acknowledged.
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
        server.begin();
        return server;
    }

    private void begin() {
        addresses.put("/", exchange -> resource(exchange, "watch.html", HTML));
        addresses.put("/watch.js", exchange -> resource(exchange, "watch.js", "text/javascript"));
        addresses.put("/watch.css", exchange -> resource(exchange, "watch.css", "text/css"));
        addresses.put("/style.css", exchange -> Requests.answer(exchange, 200, "text/css", Report.style()));
        addresses.put("/state", exchange -> Requests.answer(exchange, 200, "application/json", Json.line(state())));
        addresses.put("/points", exchange -> Requests.answer(exchange, 200, "application/json", Json.line(points())));
        addresses.put(
                "/curves",
                exchange -> Requests.answer(exchange, 200, HTML, Report.curves(root.resolve("metrics.jsonl"))));
        addresses.put("/sheets", exchange -> Requests.answer(exchange, 200, HTML, Report.sheets(root)));
        addresses.put("/decode", this::decode);
        addresses.put("/draw", this::draw);
        HttpContext context = server.createContext("/", this::handle);
        context.getFilters().add(new Requests(server.getAddress().getPort()));
        server.setExecutor(threads);
        server.start();
        // Reading a model takes seconds, in which the page says so.
        threads.scheduleWithFixedDelay(model::refresh, 0, 2, TimeUnit.SECONDS);
    }

    /**
     * Where the page is.
     *
     * @return on 127.0.0.1
     */
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
            Requests.answer(exchange, 404, "text/plain", "There is nothing here.\n");
        } else {
            handler.handle(exchange);
        }
    }

    private static void resource(HttpExchange exchange, String name, String type) throws IOException {
        try (InputStream in = WatchServer.class.getResourceAsStream(name)) {
            Requests.answer(exchange, 200, type + "; charset=utf-8", in.readAllBytes());
        }
    }

    /** What the page polls: how far the run is, what there is to decode with, which curves there are. */
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
                .ifPresent(model -> state.put("parts", lettered(model.parts())));
        return state;
    }

    /** The page puts texts in as they are, so that subscripts are letters. */
    private static Map<String, String> lettered(Map<String, String> parts) {
        Map<String, String> lettered = new LinkedHashMap<>();
        parts.forEach((name, text) -> lettered.put(name, Subscripts.letters(text)));
        return lettered;
    }

    /** Changes when the file does. */
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

    /** The posterior means of test examples, once the run has written them, and which dimensions tell most. */
    private Map<String, Object> points() {
        Map<String, Object> points = new LinkedHashMap<>();
        Optional<LatentTable> read = LatentTable.read(root.resolve("eval/latents.csv"));
        points.put("order", read.map(LatentTable::byImportance).orElse(List.of()));
        points.put("trait", read.flatMap(t -> t.traits().stream().findFirst()).orElse(""));
        List<Map<String, Object>> groups = new ArrayList<>();
        List<double[]> means = new ArrayList<>();
        read.ifPresent(table -> {
            int count = Math.min(MOST_POINTS, table.size());
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

    /** Another latent from the prior with each call. */
    private void draw(HttpExchange exchange) throws IOException {
        Optional<double[]> z = model.draw(ThreadLocalRandom.current().nextLong());
        if (z.isPresent()) {
            Requests.answer(exchange, 200, "application/json", Json.line(Map.of("z", z.get())));
        } else {
            Requests.answer(exchange, 404, "text/plain", "There is no prior to draw from.\n");
        }
    }

    private void decode(HttpExchange exchange) throws IOException {
        long start = System.nanoTime();
        Optional<LiveModel.Summary> summary = model.summary();
        if (summary.isEmpty()) {
            Requests.answer(exchange, 503, "text/plain", "The run has written no checkpoint yet.\n");
            return;
        }
        String query = exchange.getRequestURI().getRawQuery();
        OptionalInt label = label(query, summary.get().condition());
        Optional<double[]> z = label.isPresent()
                ? latent(query.replaceFirst("&y=.*", ""), summary.get().latent())
                : Optional.empty();
        Optional<byte[]> png = z.flatMap(latent -> model.decode(latent, label.getAsInt()));
        if (png.isEmpty()) {
            Requests.answer(
                    exchange,
                    400,
                    "text/plain",
                    "Expected z=" + summary.get().latent() + " numbers between -1000 and 1000 with commas between"
                            + (summary.get().condition() == 0
                                    ? ".\n"
                                    : ", and y=0 to " + (summary.get().condition() - 1) + " behind &.\n"));
            return;
        }
        exchange.getResponseHeaders()
                .set("Server-Timing", String.format(Locale.ROOT, "decode;dur=%.2f", (System.nanoTime() - start) / 1e6));
        Requests.answer(exchange, 200, "image/png", png.get());
    }

    /**
     * What a conditional model is told: 0 where there is nothing to tell and nothing is; nothing where it is no
     * label.
     */
    private static OptionalInt label(String query, int labels) {
        if (query == null || labels == 0) {
            return query == null ? OptionalInt.empty() : OptionalInt.of(0);
        }
        Matcher given = LABEL.matcher(query);
        int label = given.find() ? Integer.parseInt(given.group(1)) : 0;
        return label < labels ? OptionalInt.of(label) : OptionalInt.empty();
    }

    /** Nothing unless it is so many numbers of a sensible size. */
    private static Optional<double[]> latent(String query, int dimensions) {
        if (query == null || !query.startsWith("z=")) {
            return Optional.empty();
        }
        String[] parts = query.substring(2).split(",", -1);
        if (parts.length != dimensions) {
            return Optional.empty();
        }
        double[] z = new double[dimensions];
        try {
            for (int i = 0; i < dimensions; i++) {
                z[i] = Double.parseDouble(parts[i]);
                if (!(Math.abs(z[i]) <= LARGEST)) {
                    return Optional.empty();
                }
            }
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
        return Optional.of(z);
    }
}
