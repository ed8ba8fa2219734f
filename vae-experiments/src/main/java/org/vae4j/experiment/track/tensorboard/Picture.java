package org.vae4j.experiment.track.tensorboard;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import javax.imageio.ImageIO;

/**
 * A picture of a run.
 *
 * @param file the file, PNG or GIF
 * @param width the width in pixels
 * @param height the height in pixels
 * @param channels 1 for grey, 3 for colours, 4 for colours with transparency
 */
record Picture(Path file, int width, int height, int channels) {

    /** Reads the size of a picture; empty if the file is no picture. */
    static Optional<Picture> of(Path file) throws IOException {
        BufferedImage image = ImageIO.read(file.toFile());
        return Optional.ofNullable(image)
                .map(found -> new Picture(
                        file,
                        found.getWidth(),
                        found.getHeight(),
                        found.getColorModel().getNumComponents()));
    }
}
