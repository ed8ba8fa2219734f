package org.vae4j.data.source.image;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.vae4j.data.CorruptDataException;
import org.vae4j.data.DataException;
import org.vae4j.data.ImageShape;
import org.vae4j.data.source.array.NumberArray;
import org.vae4j.data.source.array.RawExamples;

/**
 * Reads a folder of images (PNG, JPEG, BMP, GIF) as one example per file, in the order of their paths. Where they lie in
 * folders below it, each folder is a class, numbered in the order of the folders' paths.
 *
 * @param root the folder
 * @param resize height and width that every image is brought to; empty where all must have the same size
 * @param colour grey, three colours, or what the files have
 */
public record ImageFolder(Path root, List<Integer> resize, Colour colour) {

    private static final List<String> ENDINGS = List.of(".png", ".jpg", ".jpeg", ".bmp", ".gif");
    private static final long MOST_PIXELS = 1L << 28;

    /** What a pixel holds. */
    public enum Colour {
        /** Three colours if any image has colours, else grey. */
        AUTO,
        /** Brightness. */
        GREY,
        /** Red, green and blue. */
        RGB
    }

    /** Copies the size. */
    public ImageFolder {
        resize = List.copyOf(resize);
    }

    /**
     * The images below a folder.
     *
     * @param folder looked through with all that is below it, without what is hidden
     * @return sorted by path
     * @throws IOException when the folder cannot be read
     */
    public static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> isImage(folder.relativize(file)))
                    .filter(Files::isRegularFile)
                    .sorted((a, b) -> a.toString().compareTo(b.toString()))
                    .toList();
        }
    }

    private static boolean isImage(Path relative) {
        for (Path name : relative) {
            if (name.toString().startsWith(".") || name.toString().equals("__MACOSX")) {
                return false;
            }
        }
        String name = relative.toString().toLowerCase(Locale.ROOT);
        return ENDINGS.stream().anyMatch(name::endsWith);
    }

    /**
     * Reads all images.
     *
     * @return bytes, with labels where the images lie in several folders
     * @throws DataException if there is no image, one cannot be read, or their sizes differ
     * @throws IOException when the folder cannot be read
     */
    public RawExamples read() throws IOException {
        List<Path> files = files(root);
        if (files.isEmpty()) {
            throw new DataException("found no image in " + root + ", expected files ending in "
                    + String.join(", ", ENDINGS) + ": name another folder by data.source");
        }
        List<Pixels> images = new ArrayList<>();
        for (Path file : files) {
            Pixels image = image(file);
            Pixels sized = resize.isEmpty() ? image : image.resized(resize.get(0), resize.get(1));
            if (!images.isEmpty()) {
                requireSize(file, sized, files.get(0), images.get(0));
            }
            images.add(colour == Colour.GREY ? sized.withChannels(1) : sized);
        }
        List<String> classes = classes(files);
        List<Integer> labels = classes.isEmpty()
                ? List.of()
                : files.stream().map(file -> classes.indexOf(folder(file))).toList();
        return new RawExamples(root.toString(), shape(images), joined(images), labels, classes, List.of());
    }

    private static void requireSize(Path file, Pixels found, Path firstFile, Pixels first) {
        if (found.height() != first.height() || found.width() != first.width()) {
            throw new CorruptDataException(file + ": found an image of " + found.height() + " x " + found.width()
                    + " pixels, expected " + first.height() + " x " + first.width() + " as " + firstFile
                    + " has: set data.resize=[" + first.height() + ", " + first.width() + "], for example");
        }
    }

    private ImageShape shape(List<Pixels> images) {
        boolean coloured = colour == Colour.RGB || images.stream().anyMatch(image -> image.channels() == 3);
        Pixels first = images.get(0);
        return new ImageShape(coloured ? 3 : 1, first.height(), first.width());
    }

    private NumberArray joined(List<Pixels> images) {
        ImageShape shape = shape(images);
        if ((long) images.size() * shape.size() > Integer.MAX_VALUE - 8) {
            throw new DataException("found " + images.size() + " images of " + shape + " in " + root
                    + ", expected fewer than 2^31 values in all: make them smaller by data.resize");
        }
        byte[] all = new byte[images.size() * shape.size()];
        for (int i = 0; i < images.size(); i++) {
            byte[] planes = images.get(i).withChannels(shape.channels()).planes();
            System.arraycopy(planes, 0, all, i * shape.size(), planes.length);
        }
        return NumberArray.ofBytes(List.of(images.size(), shape.channels(), shape.height(), shape.width()), all);
    }

    private List<String> classes(List<Path> files) {
        TreeSet<String> folders = new TreeSet<>();
        files.forEach(file -> folders.add(folder(file)));
        return folders.size() < 2 ? List.of() : List.copyOf(folders);
    }

    private String folder(Path file) {
        Path folder = root.relativize(file).getParent();
        return folder == null ? "" : folder.toString();
    }

    private static Pixels image(Path file) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file));
                ImageInputStream stream = ImageIO.createImageInputStream(in)) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
            if (!readers.hasNext()) {
                throw new CorruptDataException(
                        file + ": found no image, expected PNG, JPEG, BMP or GIF: remove the file");
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(stream);
                if ((long) reader.getHeight(0) * reader.getWidth(0) > MOST_PIXELS) {
                    throw new CorruptDataException(file + ": found an image of " + reader.getHeight(0) + " x "
                            + reader.getWidth(0) + " pixels, expected at most 2^28 of them: make it smaller");
                }
                return Pixels.of(reader.read(0));
            } finally {
                reader.dispose();
            }
        } catch (CorruptDataException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw new CorruptDataException(
                    file + ": found a damaged image (" + e.getMessage() + "), expected a whole one: copy it again", e);
        }
    }
}
