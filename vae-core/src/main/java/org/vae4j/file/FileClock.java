package org.vae4j.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;

/** The clock of a file system, which is the same for all hosts that share it, even if their own clocks differ. */
public final class FileClock {

    private FileClock() {}

    /**
     * Reads the clock by writing a file and deleting it again.
     *
     * @param folder a folder of the file system in which files can be created
     * @return the current time
     * @throws IOException when no file can be written
     */
    public static Instant now(Path folder) throws IOException {
        // A random name, as the host name and the process number need not be unique among hosts and containers.
        Path file = folder.resolve(".clock-" + UUID.randomUUID() + AtomicFile.UNFINISHED);
        try {
            Files.write(file, new byte[] {1});
            return Files.getLastModifiedTime(file).toInstant();
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /**
     * The time at which a file was last written.
     *
     * @param file an existing file
     * @return the time by the file system's clock
     * @throws java.nio.file.NoSuchFileException when there is no such file
     * @throws IOException when it cannot be read
     */
    public static Instant written(Path file) throws IOException {
        // Opening the file makes network file systems ask their server instead of answering from a cache.
        try (InputStream opened = Files.newInputStream(file)) {
            return Files.getLastModifiedTime(file).toInstant();
        }
    }
}
