package org.vae4j.file;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * Replaces the content of a file atomically: writes a new file beside it, forces that to disk, and renames it. A reader
 * sees either the old or the new content, complete.
 *
 * <p>Any number of threads, processes and hosts may write the same file at once; each writes beside it under a unique
 * name, and the last to finish wins.
 */
public final class AtomicFile {

    /** The suffix of unfinished files. A process that is killed while it writes leaves one behind. */
    public static final String UNFINISHED = ".part";

    private AtomicFile() {}

    /** Writes the new content of a file. */
    @FunctionalInterface
    public interface Content {

        /**
         * Writes the content.
         *
         * @param unfinished the file to create, which does not exist yet
         * @throws IOException when it cannot be written
         */
        void write(Path unfinished) throws IOException;
    }

    /**
     * Replaces the content of a file by a text.
     *
     * @param file the file, which need not exist; its folder must
     * @param text the content, written in UTF-8
     * @throws IOException when it cannot be written; the file is then unchanged
     */
    public static void write(Path file, String text) throws IOException {
        write(file, unfinished -> {
            // A stream and not a channel, which an interrupt would close.
            try (OutputStream out = new FileOutputStream(unfinished.toFile())) {
                out.write(text.getBytes(StandardCharsets.UTF_8));
            }
        });
    }

    /**
     * Replaces the content of a file.
     *
     * @param file the file, which need not exist; its folder must
     * @param content writes the content
     * @throws IOException when it cannot be written; the file is then unchanged
     */
    public static void write(Path file, Content content) throws IOException {
        // Not Files.createTempFile, whose files only their owner can read.
        Path unfinished = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + UNFINISHED);
        try {
            content.write(unfinished);
            DurableFile.replace(unfinished, file);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }
}
