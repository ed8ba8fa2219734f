package org.vae4j.experiment.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A headless Chromium, driven by its DevTools protocol over the WebSocket of the JDK. It opens one page at a time,
 * evaluates expressions in it, and records its errors.
 *
 * <p>Selenium would need a driver of exactly the browser's version and some thirty jars, and Playwright a browser of
 * its own. A test uses a browser by one thread; its messages are received on another.
 */
public final class Browser implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome", "chrome");
    private static final Duration PATIENCE = Duration.ofSeconds(180);

    private final Process process;
    private final Path profile;
    private final WebSocket socket;
    private final AtomicInteger ids = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    private String session = "";

    private Browser(Process process, Path profile, URI address) {
        this.process = process;
        this.profile = profile;
        this.socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(address, new Messages())
                .join();
    }

    /** {@return the Chromium on the path, if there is one} */
    public static Optional<Path> find() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Starts a Chromium with an empty profile. Returns the browser with an empty page. */
    public static Browser start(Path executable) throws IOException, InterruptedException {
        Path profile = Files.createTempDirectory("browser");
        Process process = new ProcessBuilder(List.of(
                        executable.toString(),
                        "--headless=new",
                        // Root and containers have no sandbox. The browser opens pages of this project only.
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--disable-background-networking",
                        "--no-first-run",
                        "--hide-scrollbars",
                        "--force-color-profile=srgb",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile))
                .redirectErrorStream(true)
                .redirectOutput(profile.resolve("output.txt").toFile())
                .start();
        Path port = profile.resolve("DevToolsActivePort");
        long end = System.nanoTime() + PATIENCE.toNanos();
        List<String> lines = List.of();
        while (lines.size() < 2) {
            if (System.nanoTime() > end || !process.isAlive()) {
                process.destroyForcibly();
                throw new IOException("the browser does not start: " + Files.readString(profile.resolve("output.txt")));
            }
            Thread.sleep(50);
            lines = Files.isRegularFile(port) ? Files.readAllLines(port) : List.of();
        }
        Browser browser = new Browser(process, profile, URI.create("ws://127.0.0.1:" + lines.get(0) + lines.get(1)));
        browser.attach();
        return browser;
    }

    private void attach() {
        String target = send("Target.createTarget", Map.of("url", "about:blank"))
                .path("targetId")
                .asText();
        session = send("Target.attachToTarget", Map.of("targetId", target, "flatten", true))
                .path("sessionId")
                .asText();
        for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
            send(domain + ".enable", Map.of());
        }
    }

    /** Sets the size of the window in pixels, and the light or the dark scheme. */
    public void look(int width, int height, boolean dark) {
        send(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 500));
        send(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "media",
                        "",
                        "features",
                        List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
    }

    /** Opens a page and waits until it is loaded; earlier complaints are dropped. */
    public void open(String address) throws InterruptedException {
        events.clear();
        complaints.clear();
        send("Page.navigate", Map.of("url", address));
        while (true) {
            String event = events.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (event == null) {
                throw new IllegalStateException("the browser does not load " + address);
            }
            if (event.equals("Page.loadEventFired")) {
                return;
            }
        }
    }

    /** Evaluates an expression in the page. Returns its value, or that of its promise. */
    public JsonNode ask(String expression) {
        JsonNode answer = send(
                "Runtime.evaluate",
                Map.of("expression", expression, "returnByValue", true, "awaitPromise", true, "userGesture", true));
        if (answer.has("exceptionDetails")) {
            throw new IllegalStateException(expression + ": " + answer.get("exceptionDetails"));
        }
        return answer.path("result").path("value");
    }

    /** Evaluates an expression until it is true. Returns false if it has not become true in time. */
    public boolean becomes(String expression) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            if (ask(expression).asBoolean()) {
                return true;
            }
            Thread.sleep(50);
        }
        return false;
    }

    /** Sends a mouse event of the left button at a point of the window. */
    public void mouse(String type, double x, double y) {
        send(
                "Input.dispatchMouseEvent",
                Map.of("type", type, "x", x, "y", y, "button", "left", "buttons", 1, "clickCount", 1));
    }

    /**
     * {@return messages of the console, exceptions, and requests that failed or left this machine, of the open page}
     */
    public List<String> complaints() {
        return List.copyOf(complaints);
    }

    /** Writes a picture of the whole page. */
    public void screenshot(Path file) throws IOException {
        JsonNode size = send("Page.getLayoutMetrics", Map.of()).path("cssContentSize");
        view(file, size.path("width").asDouble(), size.path("height").asDouble());
    }

    /** Writes a picture of the upper left part of the page. */
    public void view(Path file, double width, double height) throws IOException {
        Map<String, Object> clip = Map.of("x", 0, "y", 0, "width", width, "height", height, "scale", 1);
        String data = send(
                        "Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true, "clip", clip))
                .path("data")
                .asText();
        Files.write(file, Base64.getDecoder().decode(data));
    }

    /** Prints the page to a PDF file. */
    public void print(Path file) throws IOException {
        String data = send("Page.printToPDF", Map.of("printBackground", true, "preferCSSPageSize", true))
                .path("data")
                .asText();
        Files.write(file, Base64.getDecoder().decode(data));
    }

    private JsonNode send(String method, Map<String, Object> parameters) {
        int id = ids.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        answers.put(id, answer);
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("id", id);
        message.put("method", method);
        message.put("params", parameters);
        if (!session.isEmpty()) {
            message.put("sessionId", session);
        }
        try {
            socket.sendText(JSON.writeValueAsString(message), true).join();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return answer.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    private void receive(JsonNode message) {
        if (message.has("id")) {
            CompletableFuture<JsonNode> answer =
                    answers.remove(message.get("id").asInt());
            if (message.has("error")) {
                answer.completeExceptionally(
                        new IllegalStateException(message.get("error").toString()));
            } else {
                answer.complete(message.path("result"));
            }
            return;
        }
        String method = message.path("method").asText();
        JsonNode parameters = message.path("params");
        events.add(method);
        switch (method) {
            case "Runtime.exceptionThrown" ->
                complaints.add(
                        "exception: " + parameters.path("exceptionDetails").toString());
            case "Log.entryAdded" ->
                complaints.add("log: " + parameters.path("entry").toString());
            case "Runtime.consoleAPICalled" -> complaints.add("console: " + parameters.path("args"));
            case "Network.requestWillBeSent" ->
                checkRequest(parameters.path("request").path("url").asText());
            case "Network.loadingFailed" -> complaints.add("failed: " + parameters);
            default -> {
                // Other events are no complaints.
            }
        }
    }

    /** Records a request that is neither local nor in the page itself. */
    private void checkRequest(String address) {
        if (!address.matches("(data|file|about|blob):.*") && !address.startsWith("http://127.0.0.1:")) {
            complaints.add("request: " + address);
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        try {
            session = "";
            send("Browser.close", Map.of());
        } catch (RuntimeException e) {
            process.destroyForcibly();
        }
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        socket.abort();
        try (Stream<Path> files = Files.walk(profile)) {
            for (Path file :
                    new ArrayList<>(files.sorted(Comparator.reverseOrder()).toList())) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            // The last processes of the browser may be deleting the same files.
            return;
        }
    }

    private final class Messages implements WebSocket.Listener {

        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                try {
                    receive(JSON.readTree(text.toString()));
                } catch (IOException e) {
                    complaints.add("unreadable: " + e.getMessage());
                } finally {
                    text.setLength(0);
                }
            }
            webSocket.request(1);
            return null;
        }
    }
}
