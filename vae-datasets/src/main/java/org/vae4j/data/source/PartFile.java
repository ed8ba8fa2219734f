package org.vae4j.data.source;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** A file that is written beside another until it is complete and can be renamed to it. */
final class PartFile {

    private static final String ENDING = ".part";

    /** A running download writes more often than this, or its {@link StallGuard} ends it. */
    private static final Duration ABANDONED = Duration.ofHours(1);

    private PartFile() {}

    /**
     * Creates an empty part file under a name that no other thread, process or host uses, and deletes part files that
     * killed processes left. A temporary file of the JDK would not do, since only its owner can read it, and data
     * folders are shared.
     */
    static Path create(Path file) throws IOException {
        Path part = Files.createFile(file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + ENDING));
        // The time is that of the file system, which may be another computer's.
        Instant now = Files.getLastModifiedTime(part).toInstant();
        try (DirectoryStream<Path> parts = Files.newDirectoryStream(
                part.getParent(), other -> isAbandoned(other, file.getFileName() + ".", now))) {
            for (Path abandoned : parts) {
                Files.deleteIfExists(abandoned);
            }
        } catch (IOException e) {
            // Another process deleted them first, or another user owns them. They only take room.
        }
        return part;
    }

    private static boolean isAbandoned(Path part, String start, Instant now) {
        String name = part.getFileName().toString();
        try {
            return name.startsWith(start)
                    && name.endsWith(ENDING)
                    && Duration.between(Files.getLastModifiedTime(part).toInstant(), now)
                                    .compareTo(ABANDONED)
                            > 0;
        } catch (IOException e) {
            return false;
        }
    }
}
