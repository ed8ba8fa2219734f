package org.vae4j.data.source.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.vae4j.data.CorruptDataException;
import org.vae4j.data.DataException;
import org.vae4j.data.ImageShape;
import org.vae4j.data.source.array.RawExamples;

/**
 * Image files (PNG, JPEG, BMP, GIF) as examples, one per file. Where they lie in several folders, each folder is a
 * class, numbered in the order of the folders' paths; where they lie in one, the examples have no labels.
 *
 * @param root a folder that contains all files, directly or in folders below it
 * @param files the images, in the order of the examples
 * @param rule the changes to each image
 */
public record ImageFolder(Path root, List<Path> files, PictureRule rule) {

    /**
     * Checks that all files lie below the folder.
     *
     * @throws IllegalArgumentException if one does not
     */
    public ImageFolder {
        files = List.copyOf(files);
        for (Path file : files) {
            if (!file.startsWith(root)) {
                throw new IllegalArgumentException(
                        "found " + file + ", expected a file below " + root + ": pass the folder of all files");
            }
        }
    }

    /**
     * Finds all images in a folder and the folders below it; hidden ones are skipped.
     *
     * @param root the folder
     * @param rule the changes to each image
     * @return the images in the order of their paths
     * @throws IOException when the folder cannot be read
     */
    public static ImageFolder of(Path root, PictureRule rule) throws IOException {
        return new ImageFolder(root, files(root), rule);
    }

    /**
     * Lists the images in a folder and the folders below it; hidden files and folders are skipped.
     *
     * @param folder the folder
     * @return the files, sorted by path
     * @throws IOException when the folder or one below it cannot be read, or links make a circle
     */
    public static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            return all.filter(file -> isImage(folder.relativize(file)))
                    .filter(Files::isRegularFile)
                    .sorted(Comparator.comparing(Path::toString))
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /**
     * Whether the name of a file has the ending of an image, and no part of its path is hidden.
     *
     * @param path relative to the folder that is searched
     * @return whether {@link #files} would list the path if it is a file
     */
    public static boolean isImage(Path path) {
        for (Path name : path) {
            if (name.toString().startsWith(".") || name.toString().equals("__MACOSX")) {
                return false;
            }
        }
        return ImageFile.isNamedAsImage(path.toString());
    }

    /**
     * Reads all images.
     *
     * @return bytes, with labels where the images lie in several folders
     * @throws DataException if there is no image, one cannot be read, or their sizes differ
     * @throws IOException when the folder cannot be read
     */
    public RawExamples read() throws IOException {
        if (files.isEmpty()) {
            throw new DataException("found no image in " + root + ", expected files ending in "
                    + String.join(", ", ImageFile.ENDINGS) + ": name another folder by data.source");
        }
        ImageShape first = image(files.get(0)).shape();
        ImageShape shape = new ImageShape(isColoured() ? 3 : 1, first.height(), first.width());
        ImageCollector images = ImageCollector.ofBytes(shape, files.size());
        for (Path file : files) {
            Pixels image = image(file);
            requireSize(file, image.shape(), shape);
            images.add(image.withChannels(shape.channels()));
        }
        List<String> classes = classes();
        return new RawExamples(root.toString(), shape, images.finish(), labels(classes), classes, List.of());
    }

    private List<Integer> labels(List<String> classes) {
        if (classes.isEmpty()) {
            return List.of();
        }
        Map<String, Integer> numbers = new HashMap<>();
        classes.forEach(name -> numbers.put(name, numbers.size()));
        return files.stream().map(file -> numbers.get(folder(file))).toList();
    }

    private Pixels image(Path file) throws IOException {
        return rule.apply(new ImageFile(file).read(), file.toString());
    }

    /** Whether the images become coloured: if the rule says so, or any file has colours. */
    private boolean isColoured() throws IOException {
        if (rule.colour() != Colour.AUTO) {
            return rule.colour() == Colour.RGB;
        }
        for (Path file : files) {
            if (new ImageFile(file).isColoured()) {
                return true;
            }
        }
        return false;
    }

    private void requireSize(Path file, ImageShape found, ImageShape expected) {
        if (found.height() != expected.height() || found.width() != expected.width()) {
            throw new CorruptDataException(file + ": found an image of " + found.height() + " x " + found.width()
                    + " pixels, expected " + expected.height() + " x " + expected.width() + " as " + files.get(0)
                    + " has: set data.resize=[" + expected.height() + ", " + expected.width() + "], for example");
        }
    }

    private List<String> classes() {
        TreeSet<String> folders = new TreeSet<>();
        files.forEach(file -> folders.add(folder(file)));
        return folders.size() < 2 ? List.of() : List.copyOf(folders);
    }

    private String folder(Path file) {
        Path folder = root.relativize(file).getParent();
        return folder == null ? "" : folder.toString();
    }
}
