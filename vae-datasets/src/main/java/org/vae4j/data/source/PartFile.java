package org.vae4j.data.source;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** What is written beside a file until it can be renamed to it. */
final class PartFile {

    private static final String ENDING = ".part";

    /** A download that lives writes more often, or its stall guard ends it. */
    private static final Duration ABANDONED = Duration.ofHours(1);

    private PartFile() {}

    /**
     * Makes it, with a name that no other thread, process or host uses, and takes away what killed processes left. Not
     * a temporary file of the JDK's, which nobody but its owner could read: data folders are shared.
     */
    static Path create(Path file) throws IOException {
        Path part = Files.createFile(file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + ENDING));
        // By the clock of the file system, which may be another computer's.
        Instant now = Files.getLastModifiedTime(part).toInstant();
        try (DirectoryStream<Path> parts = Files.newDirectoryStream(
                part.getParent(), other -> isAbandoned(other, file.getFileName() + ".", now))) {
            for (Path abandoned : parts) {
                Files.deleteIfExists(abandoned);
            }
        } catch (IOException e) {
            // Another process was faster, or they are another user's: they only take room.
            return part;
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
