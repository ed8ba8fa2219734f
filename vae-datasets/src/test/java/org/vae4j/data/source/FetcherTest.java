package org.vae4j.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vae4j.data.DataException;
import org.vae4j.data.UnwritableDataException;

class FetcherTest {

    @TempDir
    Path root;

    private final Map<String, byte[]> served = new HashMap<>();
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private final TinyIdx tiny = TinyIdx.create();
    private final Source source = tiny.source();
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private HttpServer server;
    private String mirror;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            asked.add(path);
            byte[] body = served.get(path);
            if (body == null) {
                exchange.sendResponseHeaders(404, -1);
            } else {
                exchange.sendResponseHeaders(200, body.length);
                try (OutputStream out = exchange.getResponseBody()) {
                    out.write(body);
                }
            }
            exchange.close();
        });
        server.setExecutor(executor);
        server.start();
        mirror = "http://" + server.getAddress().getAddress().getHostAddress() + ":"
                + server.getAddress().getPort() + "/";
        tiny.files().forEach((name, bytes) -> served.put("/good/" + name + ".gz", TinyIdx.gzip(bytes)));
    }

    @AfterEach
    void stop() {
        server.stop(0);
        executor.shutdownNow();
    }

    @Test
    void aFetchedSetCanBeOpened() {
        List<Path> paths = fetch("good/");
        assertThat(paths).hasSize(4).allSatisfy(path -> assertThat(path).isRegularFile());
        assertThat(source.load(TinyIdx.folders(root)).train().size()).isEqualTo(5);
        assertThat(filesBelow()).hasSize(4);
    }

    @Test
    void reportsProgressUpToTheWholeSize() {
        Map<String, Long> last = new HashMap<>();
        Fetcher.create().fetch(source, root, List.of(mirror + "good/"), (file, bytes, total) -> {
            assertThat(bytes).isPositive().isLessThanOrEqualTo(total);
            last.put(file, bytes);
        });
        served.forEach((path, body) -> assertThat(last)
                .containsEntry(path.substring("/good/".length(), path.length() - 3), (long) body.length));
    }

    @Test
    void fetchesDamagedFilesAgainAndLeavesSoundOnes() throws IOException {
        List<Path> paths = fetch("good/");
        asked.clear();
        Files.write(paths.get(2), new byte[] {1, 2, 3});
        fetch("good/");
        assertThat(asked).containsExactly("/good/t10k-images-idx3-ubyte.gz");
    }

    @Test
    void triesTheNextMirrorWhenOneLacksAFileOrHasAnother() {
        served.put("/bad/train-images-idx3-ubyte.gz", TinyIdx.gzip(new byte[] {0, 0, 8, 3}));
        assertThat(fetch("empty/", "bad/", "good/")).hasSize(4);
        assertThat(asked)
                .startsWith(
                        "/empty/train-images-idx3-ubyte.gz",
                        "/bad/train-images-idx3-ubyte.gz",
                        "/good/train-images-idx3-ubyte.gz");
    }

    /** Each file would otherwise wait for a mirror that stalls. */
    @Test
    void asksAMirrorThatFailedLastForTheNextFiles() {
        fetch("empty/", "good/");
        assertThat(asked).filteredOn(path -> path.startsWith("/empty/")).hasSize(1);
    }

    @Test
    void refusesWrongContentAndKeepsNothingOfIt() {
        byte[] other = tiny.files().get("train-images-idx3-ubyte").clone();
        other[20] ^= 1;
        served.put("/bad/train-images-idx3-ubyte.gz", TinyIdx.gzip(other));
        assertThatThrownBy(() -> fetch("bad/"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("could not be fetched")
                .hasMessageContaining("SHA-256")
                .hasMessageNotContaining("\n");
        assertThat(filesBelow()).isEmpty();
    }

    @Test
    void anUnreachableMirrorIsAnErrorThatNamesTheRemedy() {
        server.stop(0);
        assertThatThrownBy(() -> fetch("good/"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("check the network, or copy the file to");
        assertThat(filesBelow()).isEmpty();
    }

    /** The headers have arrived, so the HTTP client's own timeout is over; then nothing comes, or a byte at a time. */
    @ParameterizedTest(name = "a byte at a time: {0}")
    @ValueSource(booleans = {false, true})
    @Timeout(60)
    void leavesAMirrorThatStalls(boolean drips) throws IOException {
        CountDownLatch over = new CountDownLatch(1);

        server.createContext("/stalled/", exchange -> {
            exchange.sendResponseHeaders(200, 1000);
            OutputStream out = exchange.getResponseBody();
            try {
                do {
                    out.write(0);
                    out.flush();
                } while (!over.await(50, TimeUnit.MILLISECONDS) && drips);
                over.await();
            } catch (IOException | InterruptedException e) {
                asked.add("left");
            }
        });
        assertThat(Fetcher.waiting(Duration.ofSeconds(1))
                        .fetch(
                                source,
                                root,
                                List.of(mirror + "stalled/", mirror + "good/"),
                                (file, bytes, total) -> {}))
                .hasSize(4);
        over.countDown();
    }

    /** The mirror announces too much, or announces nothing and never ends. */
    @ParameterizedTest(name = "announced: {0}")
    @ValueSource(longs = {1L << 40, 0})
    @Timeout(60)
    void leavesAMirrorThatSendsTooMuch(long announced) throws IOException {

        server.createContext("/endless/", exchange -> {
            exchange.sendResponseHeaders(200, announced);
            try (OutputStream out = exchange.getResponseBody()) {
                while (true) {
                    out.write(new byte[1 << 16]);
                }
            } catch (IOException e) {
                asked.add("left");
            }
        });
        assertThatThrownBy(() -> fetch("endless/")).hasMessageContaining("65582");
        assertThat(fetch("endless/", "good/")).hasSize(4);
        assertThat(filesBelow()).hasSize(4);
    }

    @Test
    void asksNoOtherMirrorAfterAnErrorOfTheLocalDisk() throws IOException {
        // A folder in the place of the file cannot be replaced, as it is not empty.
        Files.createDirectories(root.resolve("tiny/train-images-idx3-ubyte.gz/in the way"));
        assertThatThrownBy(() -> fetch("good/", "good/"))
                .isInstanceOf(UnwritableDataException.class)
                .hasMessageContaining("cannot be written")
                .hasMessageContaining("make room, or choose another by --dir");
        assertThat(asked).hasSize(1);
    }

    @Test
    void deletesFilesThatKilledProcessesLeft() throws IOException {
        Path folder = Files.createDirectories(root.resolve("tiny"));
        Path old = Files.writeString(folder.resolve("t10k-images-idx3-ubyte.gz.1-2.part"), "half");
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
        Path fresh = Files.writeString(folder.resolve("t10k-images-idx3-ubyte.gz.3-4.part"), "of a live process");
        fetch("good/");
        assertThat(old).doesNotExist();
        assertThat(fresh).exists();
    }

    @Test
    void refusesAFileInThePlaceOfTheFolder() throws IOException {
        Files.writeString(root.resolve("tiny"), "a file in the way");
        assertThatThrownBy(() -> fetch("good/"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("expected a folder to write to");
    }

    @Test
    void theMirrorsOfTheKnownSetsAreHttps() {
        assertThat(Sources.all())
                .allSatisfy(known -> assertThat(known.mirrors())
                        .allMatch(address -> address.startsWith("https://") && address.endsWith("/")))
                .allMatch(known -> !known.mirrors().isEmpty() || known.origin().startsWith("https://"));
    }

    private List<Path> fetch(String... folders) {
        return Fetcher.create()
                .fetch(source, root, Stream.of(folders).map(f -> mirror + f).toList(), (file, bytes, total) -> {});
    }

    private List<Path> filesBelow() {
        try (Stream<Path> found = Files.walk(root)) {
            return found.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
