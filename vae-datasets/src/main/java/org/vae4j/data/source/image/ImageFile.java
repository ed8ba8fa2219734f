package org.vae4j.data.source.image;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.stream.ImageInputStream;
import org.vae4j.data.CorruptDataException;

/** A file of one image: PNG, JPEG, BMP or GIF. */
record ImageFile(Path path) {

    static final List<String> ENDINGS = List.of(".png", ".jpg", ".jpeg", ".bmp", ".gif");

    /** A larger image is more likely a damaged or hostile file. */
    private static final long MOST_PIXELS = 1L << 28;

    /** Whether a name has the ending of an image. */
    static boolean isNamedAsImage(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return ENDINGS.stream().anyMatch(lower::endsWith);
    }

    /** Takes something from a reader whose input is the file. */
    private interface Use<T> {
        T of(ImageReader reader) throws IOException;
    }

    /** Reads the image. */
    Pixels read() throws IOException {
        return use(reader -> Pixels.of(reader.read(0)));
    }

    /** Whether any pixel of the image has a colour. A file whose header says that it is grey is not decoded. */
    boolean isColoured() throws IOException {
        return use(reader -> {
            Iterator<ImageTypeSpecifier> types = reader.getImageTypes(0);
            boolean grey = types.hasNext()
                    && types.next().getColorModel().getColorSpace().getType() == ColorSpace.TYPE_GRAY;
            if (grey) {
                return false;
            }
            BufferedImage image = reader.read(0);
            return Pixels.of(image).shape().channels() == 3;
        });
    }

    private <T> T use(Use<T> use) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(path));
                ImageInputStream stream = ImageIO.createImageInputStream(in)) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
            if (!readers.hasNext()) {
                throw new CorruptDataException(
                        path + ": found no image, expected PNG, JPEG, BMP or GIF: remove the file");
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(stream);
                if ((long) reader.getHeight(0) * reader.getWidth(0) > MOST_PIXELS) {
                    throw new CorruptDataException(path + ": found an image of " + reader.getHeight(0) + " x "
                            + reader.getWidth(0) + " pixels, expected at most 2^28 of them: make it smaller");
                }
                return use.of(reader);
            } finally {
                reader.dispose();
            }
        } catch (CorruptDataException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw new CorruptDataException(
                    path + ": found a damaged image (" + e.getMessage() + "), expected a whole one: copy it again", e);
        }
    }
}
