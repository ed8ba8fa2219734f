package org.vae4j.data.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.vae4j.data.DataException;

/**
 * Downloads data sets, only when asked to: each file from the first mirror that delivers the right content, into a
 * temporary file that is verified before it takes its name. A file that is already there and sound is left alone.
 */
public final class Fetcher {

    private static final int BUFFER = 1 << 16;

    private final HttpClient client;
    private final Duration answerTimeout;

    private Fetcher(Duration connectTimeout, Duration answerTimeout) {
        this.client = HttpClient.newBuilder()
                .connectTimeout(connectTimeout)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
        this.answerTimeout = answerTimeout;
    }

    /** Told how far a download is. */
    @FunctionalInterface
    public interface Progress {
        /**
         * Some bytes of a file arrived.
         *
         * @param file its name
         * @param bytes received so far
         * @param total to expect, or -1 if the server does not say
         */
        void received(String file, long bytes, long total);
    }

    /**
     * A fetcher that waits 10 seconds for a connection and 30 for an answer.
     *
     * @return a fetcher
     */
    public static Fetcher create() {
        return new Fetcher(Duration.ofSeconds(10), Duration.ofSeconds(30));
    }

    /**
     * Downloads what is missing of a data set.
     *
     * @param source the data set
     * @param root the folder that holds one folder a data set; made if need be
     * @param progress told of every piece
     * @return the files, verified
     * @throws DataException if no mirror delivers a file or the folder cannot be written
     */
    public List<Path> fetch(Source source, Path root, Progress progress) {
        return fetch(source, root, source.mirrors(), progress);
    }

    /**
     * Downloads what is missing of a data set from other mirrors than its own.
     *
     * @param source the data set
     * @param root the folder that holds one folder a data set; made if need be
     * @param mirrors addresses that end in a slash, best first
     * @param progress told of every piece
     * @return the files, verified
     * @throws DataException if no mirror delivers a file or the folder cannot be written
     */
    public List<Path> fetch(Source source, Path root, List<String> mirrors, Progress progress) {
        Path folder = root.resolve(source.name());
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new DataException(
                    folder + " cannot be made (" + e + "), expected a folder to write to: choose another by data.dir=…",
                    e);
        }
        List<Path> paths = new ArrayList<>();
        for (String file : source.files()) {
            Path target = folder.resolve(file + source.remoteSuffix());
            if (!isSound(source, target, file)) {
                fetchFile(source, file, target, mirrors, progress);
            }
            paths.add(target);
        }
        return List.copyOf(paths);
    }

    private static boolean isSound(Source source, Path target, String file) {
        if (!Files.isRegularFile(target)) {
            return false;
        }
        try {
            source.verify(target, file);
            return true;
        } catch (DataException e) {
            // Damaged: it is what a new download is for.
            return false;
        }
    }

    private void fetchFile(Source source, String file, Path target, List<String> mirrors, Progress progress) {
        List<String> failures = new ArrayList<>();
        for (String mirror : mirrors) {
            Path part = temporary(target);
            try {
                download(URI.create(mirror + target.getFileName()), part, file, progress);
                source.verify(part, file);
                moveIntoPlace(part, target);
                return;
            } catch (IOException | DataException e) {
                failures.add(mirror + ": " + reason(e));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new DataException(
                        "download of " + file + " was interrupted, nothing was kept: start it again", e);
            } finally {
                deleteQuietly(part);
            }
        }
        throw new DataException(file + " of data set " + source.name() + " could not be fetched, expected one mirror to"
                + " deliver it (" + String.join("; ", failures) + "): check the network, or copy the file to " + target
                + " by other means");
    }

    private static Path temporary(Path target) {
        try {
            return PartFile.create(target);
        } catch (IOException e) {
            throw new DataException(
                    target.getParent() + " cannot be written (" + e + "), expected a writable folder: choose another by"
                            + " data.dir=…",
                    e);
        }
    }

    private void download(URI from, Path to, String file, Progress progress) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(from).timeout(answerTimeout).GET().build();
        HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream in = response.body();
                OutputStream out = Files.newOutputStream(to)) {
            if (response.statusCode() != 200) {
                throw new IOException("HTTP status " + response.statusCode());
            }
            long total = response.headers().firstValueAsLong("Content-Length").orElse(-1);
            byte[] buffer = new byte[BUFFER];
            long received = 0;
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                out.write(buffer, 0, n);
                received += n;
                progress.received(file, received, total);
            }
        }
    }

    private static void moveIntoPlace(Path part, Path target) throws IOException {
        try {
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void deleteQuietly(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            part.toFile().deleteOnExit();
        }
    }

    private static String reason(Exception e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
