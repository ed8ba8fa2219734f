package org.vae4j.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;

/** The clock of a file system: the same for all hosts that share it, however wrong their own are. */
public final class FileClock {

    private FileClock() {}

    /**
     * Asks what time it is, by writing a file and taking it away again.
     *
     * @param folder where files can be written
     * @return the time
     * @throws IOException when none can be written
     */
    public static Instant now(Path folder) throws IOException {
        // With a name that nobody else uses: hosts, and containers on one host, can have equal names and process
        // numbers.
        Path file = folder.resolve(".clock-" + UUID.randomUUID() + AtomicFile.UNFINISHED);
        try {
            Files.write(file, new byte[] {1});
            return Files.getLastModifiedTime(file).toInstant();
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /**
     * When a file was written last.
     *
     * @param file that exists
     * @return by the same clock
     * @throws java.nio.file.NoSuchFileException when there is no such file
     * @throws IOException when it cannot be read
     */
    public static Instant written(Path file) throws IOException {
        // Opened, because network file systems ask their server then, and else may tell what they remember.
        try (InputStream opened = Files.newInputStream(file)) {
            return Files.getLastModifiedTime(file).toInstant();
        }
    }
}
