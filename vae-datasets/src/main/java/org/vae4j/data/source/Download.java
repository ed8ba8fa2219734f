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
 * One file on its way from one mirror. What is the mirror's fault is an {@link IOException}, and another mirror may do
 * better; what is the local disk's is a {@link DataException}, which no other mirror mends.
 */
final class Download {

    private static final int BUFFER = 1 << 16;

    /** What gzip may add to content that it cannot compress. */
    private static final long OVERHEAD = 1 << 16;

    private final HttpClient client;
    private final Duration patience;
    private final long most;
    private long total = -1;

    /**
     * A download.
     *
     * @param client connects
     * @param patience how long to wait for an answer, and for the next bytes
     * @param content size of the uncompressed content
     */
    Download(HttpClient client, Duration patience, long content) {
        this.client = client;
        this.patience = patience;
        this.most = content + OVERHEAD;
    }

    /** How many bytes the server announced, or -1. */
    long total() {
        return total;
    }

    /** Fetches the file; {@code progress} hears how many bytes have come. */
    void run(URI from, Path to, LongConsumer progress) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(from).timeout(patience).GET().build();
        HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream in = response.body()) {
            if (response.statusCode() != 200) {
                throw new IOException("HTTP status " + response.statusCode());
            }
            total = response.headers().firstValueAsLong("Content-Length").orElse(-1);
            if (total > most) {
                throw new IOException("it announces " + total + " bytes, expected at most " + most);
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
        if (total >= 0 && received != total) {
            throw new IOException("it sent " + received + " of " + total + " bytes");
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
