package org.vae4j.experiment.rundir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vae4j.file.AtomicFile;
import org.vae4j.file.FileClock;

/** Removes the incomplete files that killed processes left in a run directory. They are never read, but take space. */
final class UnfinishedFiles {

    private static final Logger LOG = LoggerFactory.getLogger(UnfinishedFiles.class);

    /** An older file belongs to no live process: even a command without a lease writes its file in far less time. */
    private static final Duration MAX_WRITING_TIME = Duration.ofMinutes(10);

    private static final int DEPTH = 2;

    private UnfinishedFiles() {}

    /** Removes old incomplete files, by the clock of the file system. The caller must hold the directory. */
    static void discard(Path root) {
        try (Stream<Path> files = Files.walk(root, DEPTH)) {
            List<Path> unfinished = files.filter(f -> f.getFileName().toString().endsWith(AtomicFile.UNFINISHED))
                    .filter(Files::isRegularFile)
                    .toList();
            Instant now = unfinished.isEmpty() ? Instant.EPOCH : FileClock.now(root);
            for (Path file : unfinished) {
                if (Duration.between(FileClock.written(file), now).compareTo(MAX_WRITING_TIME) > 0) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.info("cannot remove what killed processes left in {}", root, e);
        }
    }
}
