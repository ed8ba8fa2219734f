package org.vae4j.file;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * Writes a file whole or not at all: beside it, to disk, renamed. A reader sees the old content or the new one.
 *
 * <p>Any number of threads, processes and hosts may write the same file; the last one to end wins. So what each writes
 * beside it has a name that nobody else uses.
 */
public final class AtomicFile {

    /** How the names of unfinished files end; a process that is killed leaves its own behind. */
    public static final String UNFINISHED = ".part";

    private AtomicFile() {}

    /** Writes what becomes the file. */
    @FunctionalInterface
    public interface Content {

        /**
         * Writes the content of the file.
         *
         * @param unfinished the file to make, which does not exist yet
         * @throws IOException when it cannot be written
         */
        void write(Path unfinished) throws IOException;
    }

    /**
     * Writes a text.
     *
     * @param file the file, whose folder exists; an older one is replaced
     * @param text in UTF-8
     * @throws IOException when it cannot be written; the file is then as it was
     */
    public static void write(Path file, String text) throws IOException {
        write(file, unfinished -> {
            // A stream, not a channel, which an interrupt would close.
            try (OutputStream out = new FileOutputStream(unfinished.toFile())) {
                out.write(text.getBytes(StandardCharsets.UTF_8));
            }
        });
    }

    /**
     * Writes a file whole or not at all.
     *
     * @param file the file, whose folder exists; an older one is replaced
     * @param content writes the content
     * @throws IOException when it cannot be written; the file is then as it was
     */
    public static void write(Path file, Content content) throws IOException {
        // Not a temporary file of the JDK's, which nobody but its owner could read.
        Path unfinished = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + UNFINISHED);
        try {
            content.write(unfinished);
            DurableFile.replace(unfinished, file);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }
}
