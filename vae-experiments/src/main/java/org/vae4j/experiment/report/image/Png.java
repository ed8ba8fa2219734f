package org.vae4j.experiment.report.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.vae4j.file.AtomicFile;

/** Writes pictures. */
public final class Png {

    private Png() {}

    /**
     * A picture as the content of a file.
     *
     * @param image the image
     * @throws IOException when this Java writes no PNG
     */
    public static byte[] bytes(BufferedImage image) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        encode(image, out);
        return out.toByteArray();
    }

    private static void encode(BufferedImage image, OutputStream out) throws IOException {
        // Small pictures need no cache file, and the temporary folder may be full or read-only.
        ImageIO.setUseCache(false);
        if (!ImageIO.write(image, "png", out)) {
            throw new IOException("this Java has no PNG writer");
        }
    }

    /**
     * Whole or not at all.
     *
     * @param image the image
     * @param file the file, which is replaced
     */
    public static void write(BufferedImage image, Path file) throws IOException {
        AtomicFile.write(file, unfinished -> {
            try (OutputStream out = Files.newOutputStream(unfinished)) {
                encode(image, out);
            }
        });
    }
}
