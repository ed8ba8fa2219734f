package org.vae4j.experiment.rundir;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.vae4j.train.checkpoint.DurableFile;

/** Writes a file whole or not at all. */
public final class AtomicFile {

    private AtomicFile() {}

    /**
     * Writes beside, brings it to disk, renames. A stream, not a channel: an interrupt must not tear it.
     *
     * @param file in a folder that exists
     * @param text in UTF-8
     * @throws IOException when it cannot be written; the file is then as it was
     */
    public static void write(Path file, String text) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try (FileOutputStream out = new FileOutputStream(part.toFile())) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.getFD().sync();
        }
        DurableFile.rename(part, file);
    }
}
