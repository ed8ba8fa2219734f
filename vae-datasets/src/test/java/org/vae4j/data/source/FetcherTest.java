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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vae4j.data.DataException;

class FetcherTest {

    @TempDir
    Path root;

    private final Map<String, byte[]> served = new HashMap<>();
    private final List<String> asked = new ArrayList<>();
    private final TinyIdx tiny = TinyIdx.create();
    private final Source source = tiny.source();
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
        server.start();
        mirror = "http://" + server.getAddress().getAddress().getHostAddress() + ":"
                + server.getAddress().getPort() + "/";
        tiny.files().forEach((name, bytes) -> served.put("/good/" + name + ".gz", TinyIdx.gzip(bytes)));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aFetchedSetCanBeOpened() {
        List<Path> paths = fetch("good/");
        assertThat(paths).hasSize(4).allSatisfy(path -> assertThat(path).isRegularFile());
        assertThat(source.load(TinyIdx.folders(root)).train().size()).isEqualTo(5);
        assertThat(filesBelow()).hasSize(4);
    }

    @Test
    void progressIsToldUpToTheWholeSize() {
        Map<String, Long> last = new HashMap<>();
        Fetcher.create().fetch(source, root, List.of(mirror + "good/"), (file, bytes, total) -> {
            assertThat(bytes).isPositive().isLessThanOrEqualTo(total);
            last.put(file, bytes);
        });
        served.forEach((path, body) -> assertThat(last)
                .containsEntry(path.substring("/good/".length(), path.length() - 3), (long) body.length));
    }

    @Test
    void filesThatAreThereAreNotFetchedAgainAndDamagedOnesAre() throws IOException {
        List<Path> paths = fetch("good/");
        asked.clear();
        Files.write(paths.get(2), new byte[] {1, 2, 3});
        fetch("good/");
        assertThat(asked).containsExactly("/good/t10k-images-idx3-ubyte.gz");
    }

    @Test
    void theNextMirrorIsTriedWhenOneHasNothingOrTheWrongThing() {
        served.put("/bad/train-images-idx3-ubyte.gz", TinyIdx.gzip(new byte[] {0, 0, 8, 3}));
        assertThat(fetch("empty/", "bad/", "good/")).hasSize(4);
        assertThat(asked)
                .startsWith(
                        "/empty/train-images-idx3-ubyte.gz",
                        "/bad/train-images-idx3-ubyte.gz",
                        "/good/train-images-idx3-ubyte.gz");
    }

    @Test
    void wrongContentIsNeverKept() {
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
    void anUnreachableMirrorIsAnErrorThatSaysWhatToDo() {
        server.stop(0);
        assertThatThrownBy(() -> fetch("good/"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("check the network, or copy the file to");
        assertThat(filesBelow()).isEmpty();
    }

    @Test
    void aTargetThatIsNoFolderIsExplained() throws IOException {
        Files.writeString(root.resolve("tiny"), "a file in the way");
        assertThatThrownBy(() -> fetch("good/"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("expected a folder to write to");
    }

    @Test
    void theMirrorsOfTheKnownSetsAreHttps() {
        assertThat(Sources.all())
                .allSatisfy(known -> assertThat(known.mirrors())
                        .isNotEmpty()
                        .allMatch(address -> address.startsWith("https://") && address.endsWith("/")));
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
