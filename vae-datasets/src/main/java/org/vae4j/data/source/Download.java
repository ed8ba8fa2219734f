package org.vae4j.data.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.LongConsumer;
import org.vae4j.data.DataException;
import org.vae4j.data.UnwritableDataException;

/**
 * The download of one file from one mirror. Failures of the mirror are {@link IOException}s, after which another mirror
 * may be tried; failures of the local disk are {@link DataException}s, which no other mirror mends.
 */
final class Download {

    private static final int BUFFER = 1 << 16;

    /** The bytes that gzip may add to content that it cannot compress, rounded up. */
    private static final long GZIP_OVERHEAD = 1 << 16;

    private final HttpClient client;
    private final Duration patience;
    private final long most;
    private long announced = -1;

    /**
     * Prepares a download.
     *
     * @param client the HTTP client
     * @param patience the longest wait for an answer, and for the next bytes
     * @param content the size of the uncompressed content, in bytes
     */
    Download(HttpClient client, Duration patience, long content) {
        this.client = client;
        this.patience = patience;
        this.most = content + GZIP_OVERHEAD;
    }

    /** The number of bytes that the server announced; -1 if it did not say. */
    long announced() {
        return announced;
    }

    /** Fetches the file and reports the number of bytes received so far. */
    void run(URI from, Path to, LongConsumer progress) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(from).timeout(patience).GET().build();
        HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream in = response.body()) {
            if (response.statusCode() != 200) {
                throw new IOException("HTTP status " + response.statusCode());
            }
            announced = response.headers().firstValueAsLong("Content-Length").orElse(-1);
            if (announced > most) {
                throw new IOException("it announces " + announced + " bytes, expected at most " + most);
            }
            try (OutputStream out = open(to)) {
                copy(in, out, to, progress);
            }
        }
    }

    private void copy(InputStream in, OutputStream out, Path to, LongConsumer progress) throws IOException {
        long received = 0;
        try (StallGuard guard = StallGuard.of(in, patience)) {
            byte[] buffer = new byte[BUFFER];
            for (int n = read(in, buffer, guard); n >= 0; n = read(in, buffer, guard)) {
                guard.received(n);
                received += n;
                if (received > most) {
                    throw new IOException("it sends more than " + most + " bytes");
                }
                write(out, buffer, n, to);
                progress.accept(received);
            }
        }
        if (announced >= 0 && received != announced) {
            throw new IOException("it sent " + received + " of " + announced + " bytes");
        }
    }

    private int read(InputStream in, byte[] buffer, StallGuard guard) throws IOException {
        try {
            return in.read(buffer);
        } catch (IOException e) {
            throw guard.isStalled() ? new IOException("it stopped sending for " + patience.toSeconds() + " s", e) : e;
        }
    }

    private static OutputStream open(Path to) {
        try {
            return Files.newOutputStream(to);
        } catch (IOException e) {
            throw unwritable(to, e);
        }
    }

    private static void write(OutputStream out, byte[] buffer, int length, Path to) {
        try {
            out.write(buffer, 0, length);
        } catch (IOException e) {
            throw unwritable(to, e);
        }
    }

    /** An error of the local disk. */
    static DataException unwritable(Path file, IOException e) {
        return new UnwritableDataException(
                file.toAbsolutePath().getParent() + " cannot be written (" + e.getMessage()
                        + "), expected a writable folder"
                        + " with space left: make room, or choose another by --dir or " + DataFolders.VARIABLE,
                e);
    }
}
