package org.vae4j.experiment.report;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import javax.imageio.ImageIO;

/** Writes pictures. */
final class Png {

    private Png() {}

    /** By a temporary file beside it, so that a reader never sees half a picture. */
    static void write(BufferedImage image, Path file) throws IOException {
        // Small pictures need no cache file, and the temporary folder may be full or read-only.
        ImageIO.setUseCache(false);
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try (OutputStream out = Files.newOutputStream(part)) {
            if (!ImageIO.write(image, "png", out)) {
                throw new IOException("this Java has no PNG writer");
            }
        }
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    }
}
