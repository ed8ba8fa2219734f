package org.vae4j.experiment.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vae4j.experiment.browser.Browser;
import org.vae4j.experiment.browser.TinyRun;
import org.vae4j.experiment.config.binding.ConfigException;

class WatchServerTest {

    private static final Duration MAX_WAIT = Duration.ofMinutes(2);
    /** The wait for answers to malformed requests, which may never come. */
    private static final Duration SHORT_WAIT = Duration.ofSeconds(2);

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir
    static Path folder;

    private static Path run;
    private static WatchServer server;

    @BeforeAll
    static void start() throws Exception {
        run = TinyRun.train(folder, "model.latent=3");
        server = WatchServer.start(run, 0);
        awaitModel(server);
    }

    /** Waits until the server has read the model, which it does after it has started to serve. */
    private static void awaitModel(WatchServer watched) throws Exception {
        long end = System.nanoTime() + MAX_WAIT.toNanos();
        while (System.nanoTime() < end && !state(watched).has("model")) {
            Thread.sleep(50);
        }
    }

    private static JsonNode state(WatchServer watched) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(watched.address().resolve("state")).build();
        return new ObjectMapper()
                .readTree(CLIENT.send(request, HttpResponse.BodyHandlers.ofString())
                        .body());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void theServerListensOnLoopbackOnly() {
        assertThat(server.address().getHost()).isEqualTo("127.0.0.1");
        assertThatThrownBy(() -> WatchServer.start(run, server.address().getPort()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("--port: found " + server.address().getPort() + " taken");
    }

    @Test
    void stateHasTheProgressOfTheRun() throws Exception {
        JsonNode state = new ObjectMapper().readTree(get("state").body());
        assertThat(state.path("experiment").asText()).isEqualTo("quickstart");
        assertThat(state.path("status").path("state").asText()).isEqualTo("DONE");
        assertThat(state.path("model").path("latent").asInt()).isEqualTo(3);
        assertThat(state.path("model").path("epoch").asInt()).isEqualTo(3);
        assertThat(new String(get("curves").body(), StandardCharsets.UTF_8))
                .contains("<figcaption><b>Negative ELBO.</b>");
        assertThat(new ObjectMapper().readTree(get("points").body()).path("means"))
                .hasSize(3);
    }

    @Test
    void decodeReturnsAnImageAndItsDuration() throws Exception {
        byte[] zero = get("decode?z=0,0,0").body();
        assertThat(zero).startsWith((byte) 0x89, 'P', 'N', 'G');
        assertThat(get("decode?z=0,0,0").body()).isEqualTo(zero);
        assertThat(get("decode?z=2,-2,2").body()).isNotEqualTo(zero);
        double[] milliseconds = new double[50];
        for (int i = 0; i < milliseconds.length; i++) {
            long from = System.nanoTime();
            assertThat(get("decode?z=0.1," + i * 0.05 + ",-0.2").statusCode()).isEqualTo(200);
            milliseconds[i] = (System.nanoTime() - from) / 1e6;
        }
        Arrays.sort(milliseconds);
        System.out.printf(
                "decode over HTTP: median %.1f ms, slowest of 50 %.1f ms%n", milliseconds[25], milliseconds[49]);
    }

    /** The parts of the model and the captions of the pictures are those of a report. */
    @Test
    void stateAndSheetsHaveTheWordsOfReports() throws Exception {
        assertThat(state(server).path("parts").path("latent").asText()).startsWith("z of 3 dimensions");
        assertThat(new String(get("sheets").body(), StandardCharsets.UTF_8))
                .contains("<b>Reconstructions.</b>", "<b>Samples.</b>", "preserveAspectRatio=\"none\"");
    }

    /** Before the first model is read, the page says what it is waiting for. */
    @Test
    void stateSaysThatAModelIsBeingRead() throws Exception {
        assertThat(state(server).path("loading").asBoolean()).isFalse();
        LiveModel unread = new LiveModel(run);
        assertThat(unread.isLoading()).isTrue();
        unread.refresh();
        assertThat(unread.isLoading()).isFalse();
        assertThat(new LiveModel(folder.resolve("no run")).isLoading()).isFalse();
        assertThat(new String(get("").body(), StandardCharsets.UTF_8)).contains("Loading …", "Decoding …");
    }

    /** Models have different priors, which the page does not know. */
    @Test
    void drawReturnsALatentFromThePrior() throws Exception {
        JsonNode first = new ObjectMapper().readTree(get("draw").body()).path("z");
        JsonNode second = new ObjectMapper().readTree(get("draw").body()).path("z");
        assertThat(first).hasSize(3).isNotEqualTo(second);
        JsonNode place =
                new ObjectMapper().readTree(get("state").body()).path("model").path("place");
        assertThat(place.path("normal").asBoolean()).isTrue();
        assertThat(place.path("edge").asDouble()).isZero();
    }

    @Test
    void thePageKeepsThePointOnTheSphere() throws Exception {
        Path sphere = TinyRun.train(folder, "model.latent=3", "model.posterior=von_mises_fisher", "model.prior=sphere");
        Optional<Path> chromium = Browser.find();
        assumeTrue(chromium.isPresent(), "no Chromium on the path: the live view is not looked at");
        try (WatchServer curved = WatchServer.start(sphere, 0);
                Browser browser = Browser.start(chromium.get())) {
            browser.look(1280, 900, false);
            browser.open(curved.address().toString());
            assertThat(browser.becomes("document.querySelectorAll('.sliders input').length === 3"))
                    .isTrue();
            browser.ask("move(0.3, -0.4)");
            assertThat(browser.ask("Math.hypot(...z)").asDouble()).isEqualTo(1, within(1e-9));
            assertThat(browser.ask("z[axes[0]]").asDouble()).isEqualTo(0.3, within(1e-9));
            browser.ask("move(3, 4)");
            assertThat(browser.ask("Math.hypot(...z)").asDouble()).isEqualTo(1, within(1e-9));
            assertThat(browser.ask("z[axes[0]]").asDouble()).isEqualTo(0.6, within(1e-9));
            assertThat(browser.ask("document.querySelectorAll('#rings circle').length")
                            .asInt())
                    .isEqualTo(1);
            assertThat(browser.ask("document.getElementById('zero').hidden").asBoolean())
                    .isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "decode",
                "decode?z=",
                "decode?z=1,2",
                "decode?z=1,2,3,4",
                "decode?z=1,2,x",
                "decode?z=1,2,NaN",
                "decode?z=1,2,Infinity",
                "decode?z=1,2,1e9",
                "decode?y=1,2,3",
                "decode?z=1,2,3&y=x",
                "decode?z=1,2,3&y=1"
            })
    void decodeRefusesQueriesWithoutALatentOfTheModel(String address) throws Exception {
        HttpResponse<byte[]> answer = get(address);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(new String(answer.body(), StandardCharsets.UTF_8)).contains("Expected z=3 numbers");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/config.yaml",
                "/../config.yaml",
                "/..%2fconfig.yaml",
                "/%2e%2e/%2e%2e/etc/passwd",
                "/etc/passwd",
                "//etc/passwd",
                "/checkpoints/last.zip",
                "/style.css/../../config.yaml",
                "/page.ftlh",
                "/WatchServer.class",
                "/state/"
            })
    void theServerSendsNoFileThatARequestNames(String path) throws Exception {
        assertThat(raw("GET " + path + " HTTP/1.1\r\nHost: " + host() + "\r\nConnection: close\r\n\r\n"))
                .matches("(?s)HTTP/1.1 (404|400).*");
    }

    @Test
    void theServerRefusesRequestsForOtherHosts() throws Exception {
        for (String host :
                new String[] {"evil.example", "evil.example:" + server.address().getPort(), "127.0.0.1:1", ""}) {
            assertThat(raw("GET /state HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n"))
                    .as(host)
                    .startsWith("HTTP/1.1 403");
        }
        assertThat(raw("GET /state HTTP/1.1\r\nConnection: close\r\n\r\n")).startsWith("HTTP/1.1 403");
        assertThat(raw("GET /state HTTP/1.1\r\nHost: " + host()
                        + "\r\nSec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 403");
        assertThat(raw("GET /state HTTP/1.1\r\nHost: localhost:"
                        + server.address().getPort() + "\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200");
    }

    @Test
    void theServerSurvivesMalformedRequests() throws Exception {
        String valid = "GET /state HTTP/1.1\r\nHost: " + host() + "\r\n";
        for (String request : new String[] {
            "\r\n\r\n",
            "nonsense\r\n\r\n",
            "GET\r\n\r\n",
            "GET /%zz HTTP/1.1\r\nHost: " + host() + "\r\n\r\n",
            "GET /decode?z=%00%ff HTTP/1.1\r\nHost: " + host() + "\r\n\r\n",
            "POST /decode HTTP/1.1\r\nHost: " + host() + "\r\nContent-Length: -5\r\n\r\n",
            "DELETE /state HTTP/1.1\r\nHost: " + host() + "\r\nConnection: close\r\n\r\n",
            "HEAD / HTTP/1.1\r\nHost: " + host() + "\r\nConnection: close\r\n\r\n",
            valid + "X: " + "y".repeat(500_000) + "\r\n\r\n",
            "\u0000\u0001\u0002\u0003"
        }) {
            assertThat(raw(request, SHORT_WAIT)).doesNotStartWith("HTTP/1.1 200");
        }
        assertThat(get("state").statusCode()).isEqualTo(200);
        assertThat(raw("POST /state HTTP/1.1\r\nHost: " + host()
                        + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 405");
    }

    @Test
    void theServerWaitsForTheFirstCheckpoint() throws Exception {
        Path young = Files.createDirectories(folder.resolve("young"));
        Files.copy(run.resolve("config.yaml"), young.resolve("config.yaml"));
        try (WatchServer early = WatchServer.start(young, 0)) {
            URI decode = early.address().resolve("decode?z=0,0,0");
            assertThat(CLIENT.send(HttpRequest.newBuilder(decode).build(), HttpResponse.BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(503);
            Files.createDirectories(young.resolve("checkpoints"));
            Files.copy(run.resolve("checkpoints/last.zip"), young.resolve("checkpoints/last.zip"));
            int status = 503;
            long end = System.nanoTime() + MAX_WAIT.toNanos();
            while (System.nanoTime() < end && status != 200) {
                Thread.sleep(100);
                status = CLIENT.send(HttpRequest.newBuilder(decode).build(), HttpResponse.BodyHandlers.discarding())
                        .statusCode();
            }
            assertThat(status).isEqualTo(200);
        }
    }

    @Test
    void movingASliderOrThePointChangesTheImage() throws Exception {
        Optional<Path> chromium = Browser.find();
        assumeTrue(chromium.isPresent(), "no Chromium on the path: the live view is not looked at");
        try (Browser browser = Browser.start(chromium.get())) {
            browser.look(1280, 900, false);
            browser.open(server.address().toString());
            assertThat(browser.becomes("document.getElementById('image').src.startsWith('blob:')"))
                    .isTrue();
            assertThat(browser.becomes("document.querySelectorAll('#curves svg').length >= 3"))
                    .isTrue();
            keepImage(browser);
            browser.ask("(() => { const s = document.getElementById('z0'); s.value = 3;"
                    + " s.dispatchEvent(new Event('input')); })()");
            assertThat(browser.becomes(CHANGED))
                    .as("a slider changes the image")
                    .isTrue();
            keepImage(browser);
            JsonNode plane = browser.ask("(() => { const b = document.getElementById('plane').getBoundingClientRect();"
                    + " return [b.left + b.width / 2, b.top + b.height / 2, b.width]; })()");
            double x = plane.get(0).asDouble();
            double y = plane.get(1).asDouble();
            browser.mouse("mousePressed", x, y);
            browser.mouse("mouseMoved", x + plane.get(2).asDouble() / 4, y - 30);
            browser.mouse("mouseReleased", x + plane.get(2).asDouble() / 4, y - 30);
            assertThat(browser.becomes(CHANGED))
                    .as("dragging changes the image")
                    .isTrue();
            assertThat(browser.ask("z[axes[0]]").asDouble()).isBetween(1.8, 2.2);
            assertThat(browser.complaints()).isEmpty();
            assertThat(browser.ask("document.getElementById('doing').textContent")
                            .asText())
                    .as("what the mark beside the title says is not said again")
                    .isEqualTo("Model after epoch 3");
            assertThat(browser.ask("document.querySelectorAll('#parts dt').length")
                            .asInt())
                    .isGreaterThan(3);
            assertThat(browser.ask("document.querySelectorAll('#sheets .cells path').length")
                            .asInt())
                    .isEqualTo(2);
            browser.look(360, 800, true);
            assertThat(browser.ask("document.documentElement.scrollWidth").asInt())
                    .isLessThanOrEqualTo(360);
        }
    }

    /** During training, the order of the dimensions may change with every epoch. */
    @Test
    void theChosenSliderStaysWhenANewEpochArrives() throws Exception {
        Optional<Path> chromium = Browser.find();
        assumeTrue(chromium.isPresent(), "no Chromium on the path: the live view is not looked at");
        try (Browser browser = Browser.start(chromium.get())) {
            browser.look(1280, 900, false);
            browser.open(server.address().toString());
            assertThat(browser.becomes("points.order.length === 3 && document.getElementById('z2') !== null"))
                    .isTrue();
            String order = browser.ask("axes.join()").asText();
            browser.ask("void (window.epoch = 0, window.real = window.fetch, window.fetch = async address => {"
                    + " const answer = await (await real(address)).clone(); if (window.epoch === 0) return answer;"
                    + " if (address === 'state') { const s = await answer.json(); s.points = 'epoch ' + window.epoch;"
                    + " return new Response(JSON.stringify(s)); }"
                    + " if (address === 'points') { const p = await answer.json(); p.order.reverse();"
                    + " return new Response(JSON.stringify(p)); } return answer; })");
            browser.ask("void (window.slider = document.getElementById('z1'), slider.focus(), window.epoch = 1)");
            assertThat(browser.becomes("seen.points === 'epoch 1' && !asking")).isTrue();
            assertThat(browser.ask("document.activeElement === slider && slider.isConnected")
                            .asBoolean())
                    .as("the slider that is held")
                    .isTrue();
            assertThat(browser.ask("axes.join()").asText()).isEqualTo(order);
            browser.ask("void (slider.blur(), window.epoch = 2)");
            assertThat(browser.becomes("seen.points === 'epoch 2' && axes.join() !== '" + order + "'"))
                    .as("what nobody holds follows the run")
                    .isTrue();
            browser.ask("{ const up = document.getElementById('up'); up.value = 0; up.onchange();"
                    + " document.getElementById('across').value = 1; document.getElementById('across').onchange();"
                    + " window.epoch = 3; }");
            assertThat(browser.becomes("seen.points === 'epoch 3' && !asking")).isTrue();
            assertThat(browser.ask("axes.join()").asText()).isEqualTo("1,0");
        }
    }

    @Test
    void thePageNamesTheLevelsAndSaysWhichOnesTheDecoderReads() throws Exception {
        for (String hierarchy : List.of("top_down", "bottom_up")) {
            Path levels = TinyRun.train(
                    folder,
                    "model.latent=2",
                    "model.hierarchy={" + hierarchy + ": {levels: [{latent: 1, encoder: [8], decoder: [8]}]}}");
            try (WatchServer watched = WatchServer.start(levels, 0)) {
                awaitModel(watched);
                JsonNode state = state(watched);
                assertThat(state.at("/model/names").toString()).isEqualTo("[\"z₁[1]\",\"z₁[2]\",\"z₂[1]\"]");
                assertThat(state.at("/model/place/firstLevelAlone").asBoolean())
                        .as(hierarchy)
                        .isEqualTo(hierarchy.equals("bottom_up"));
                assertThat(state.at("/parts/latent").asText()).startsWith("z₁ of 2 and z₂ of 1 dimensions");
            }
        }
    }

    private static final String PIXELS =
            "(() => { const c = document.createElement('canvas'); c.width = 8; c.height = 8;"
                    + " const g = c.getContext('2d'); g.drawImage(document.getElementById('image'), 0, 0);"
                    + " return g.getImageData(0, 0, 8, 8).data.join(); })()";
    private static final String CHANGED = "!asking && window.before !== " + PIXELS;

    private static void keepImage(Browser browser) throws InterruptedException {
        assertThat(browser.becomes("!asking && document.getElementById('image').complete"))
                .isTrue();
        browser.ask("void (window.before = " + PIXELS + ")");
    }

    private static String host() {
        return "127.0.0.1:" + server.address().getPort();
    }

    private static HttpResponse<byte[]> get(String address) throws Exception {
        URI uri = URI.create(server.address() + address);
        return CLIENT.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    /** The answer to bytes that no proper client would send; empty if the server closes the connection. */
    private static String raw(String request) throws IOException {
        return raw(request, MAX_WAIT);
    }

    private static String raw(String request, Duration patience) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.address().getPort())) {
            socket.setSoTimeout((int) patience.toMillis());
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }
}
