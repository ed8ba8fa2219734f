package org.vae4j.experiment.report.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.vae4j.file.AtomicFile;

/** Writes pictures as PNG. */
public final class Png {

    private Png() {}

    /**
     * Encodes a picture.
     *
     * @param image the picture
     * @return the content of a PNG file
     * @throws IOException if this Java has no PNG writer
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
     * Writes a picture to a file; a reader never sees half a file.
     *
     * @param image the picture
     * @param file the file, in a folder that exists; replaced if it is there
     * @throws IOException if the file cannot be written
     */
    public static void write(BufferedImage image, Path file) throws IOException {
        AtomicFile.write(file, unfinished -> {
            try (OutputStream out = Files.newOutputStream(unfinished)) {
                encode(image, out);
            }
        });
    }
}
