package org.vae4j.data.source.found;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.vae4j.data.CorruptDataException;
import org.vae4j.data.DataException;
import org.vae4j.data.ExampleShape;
import org.vae4j.data.MissingDataException;
import org.vae4j.data.source.array.IdxArrays;
import org.vae4j.data.source.array.Layout;
import org.vae4j.data.source.array.NpyReader;
import org.vae4j.data.source.array.NumberArray;
import org.vae4j.data.source.array.RawExamples;
import org.vae4j.data.source.image.ImageFolder;
import org.vae4j.data.source.table.TableFile;
import org.vae4j.data.store.HeapShare;

/** Reads the examples of one file, or of several files of one folder. */
final class FileReader {

    private final ReadRule rule;

    FileReader(ReadRule rule) {
        this.rule = rule;
    }

    /** Reads the examples of a file or of all files of a folder, with the labels beside them, if there are any. */
    RawExamples read(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return rule.pictures().apply(unchanged(path));
        }
        List<Path> images = ImageFolder.files(path);
        return read(path, images.isEmpty() ? files(path) : images);
    }

    /**
     * Reads the examples of several files below a folder, which are all images, or else arrays and tables that are
     * joined. Where they lie in several folders, each folder is a class.
     */
    RawExamples read(Path folder, List<Path> files) throws IOException {
        if (!files.isEmpty() && files.stream().allMatch(file -> ImageFolder.isImage(folder.relativize(file)))) {
            return new ImageFolder(folder, files, rule.pictures()).read();
        }
        if (files.isEmpty() || !files.stream().allMatch(FileReader::isJoinable)) {
            throw new DataException("found " + files.size() + " files of examples and no images in " + folder
                    + ", expected images, one file, files of arrays or tables alone, or files named train, valid and test:"
                    + " name one file by data.source");
        }
        Set<String> folders = files.stream().map(file -> folderOf(file, folder)).collect(Collectors.toSet());
        List<RawExamples> parts = new ArrayList<>();
        for (Path file : files) {
            RawExamples part = read(file);
            parts.add(folders.size() < 2 ? part : part.ofClass(folderOf(file, folder)));
        }
        return RawExamples.joined(parts, folder.toString());
    }

    /** The folder of a file, relative to another folder. */
    private static String folderOf(Path file, Path folder) {
        return folder.relativize(file).resolve("..").normalize().toString();
    }

    private static boolean isJoinable(Path file) {
        return Format.of(file)
                .filter(format -> format == Format.NPY || format == Format.IDX || format == Format.CSV)
                .isPresent();
    }

    /** Finds the files below a folder that hold examples. */
    List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            return all.filter(path -> !isHidden(folder.relativize(path))
                            && Format.of(path).isPresent())
                    .filter(Files::isRegularFile)
                    .filter(path -> rule.format() == Format.AUTO
                            || Format.of(path).filter(rule.format()::equals).isPresent())
                    .filter(path -> !isOfLabels(path))
                    .sorted((a, b) -> a.toString().compareTo(b.toString()))
                    .toList();
        }
    }

    /** Whether the name of an array or table says that it holds the labels of examples beside it. */
    static boolean isOfLabels(Path path) {
        return Format.of(path).isPresent() && path.getFileName().toString().contains("labels");
    }

    private static boolean isHidden(Path relative) {
        for (Path name : relative) {
            if (name.toString().startsWith(".") || name.toString().equals("__MACOSX")) {
                return true;
            }
        }
        return false;
    }

    /** Reads a file before its images are changed. */
    private RawExamples unchanged(Path path) throws IOException {
        if (format(path) == Format.CSV) {
            return shaped(new TableFile(path, rule.labels()).read());
        }
        RawExamples examples = Layout.of(array(path), rule.shape(), path.toString());
        Optional<Path> labels = labels(path);
        if (labels.isEmpty()) {
            return examples;
        }
        String origin = labels.get().toString();
        return examples.labelled(Layout.labels(array(labels.get()), origin), origin);
    }

    /** Gives the rows of a table the shape that the user gave. */
    private RawExamples shaped(RawExamples table) {
        return rule.shape().isEmpty()
                ? table
                : table.with(
                        ExampleShape.of(rule.shape()),
                        Layout.of(table.values(), rule.shape(), table.place()).values());
    }

    private Format format(Path path) {
        return rule.format() == Format.AUTO
                ? Format.of(path)
                        .orElseThrow(() -> new DataException("found " + path
                                + ", expected a folder of images or a file ending in .npy, .npz, .mat, .h5, .csv, .tsv or"
                                + " -ubyte: name one of these, or its format by data.format"))
                : rule.format();
    }

    /** Reads an array, or maps it where it would take too much of the heap. */
    private NumberArray array(Path path) throws IOException {
        Format format = format(path);
        if (format == Format.NPY && HeapShare.isExceededBy(Files.size(path)) && !isGzip(path)) {
            Optional<NumberArray> mapped = NpyReader.map(path);
            if (mapped.isPresent()) {
                return mapped.get();
            }
        }
        try (InputStream in = open(path)) {
            return format == Format.IDX ? IdxArrays.read(in, path.toString()) : NpyReader.read(in, path.toString());
        } catch (ZipException | EOFException e) {
            throw new CorruptDataException(
                    path + ": found damaged gzip (" + e.getMessage() + "), expected a sound file: copy it again", e);
        }
    }

    private static InputStream open(Path path) throws IOException {
        InputStream raw = new BufferedInputStream(Files.newInputStream(path), 1 << 16);
        return isGzip(path) ? new GZIPInputStream(raw, 1 << 16) : raw;
    }

    private static boolean isGzip(Path path) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] magic = in.readNBytes(2);
            return magic.length == 2 && magic[0] == 0x1f && magic[1] == (byte) 0x8b;
        }
    }

    /**
     * Finds the file of the labels: the one that the user named, else one whose name differs from the examples' alone.
     */
    private Optional<Path> labels(Path path) {
        if (!rule.labels().isBlank()) {
            Path named = path.resolveSibling(rule.labels());
            if (!Files.isRegularFile(named)) {
                throw new MissingDataException(
                        "found no file " + named + ", expected the labels of " + path + ": correct data.labels");
            }
            return Optional.of(named);
        }
        String name = path.getFileName().toString();
        String stem = Format.stem(path);
        String ending = name.substring(stem.length());
        return List.of(
                        name.replace("images", "labels").replaceFirst("idx\\d", "idx1"),
                        stem + "-labels" + ending,
                        stem + "_labels" + ending,
                        stem.replaceFirst("^x_", "y_") + ending)
                .stream()
                .filter(candidate -> !candidate.equals(name))
                .map(path::resolveSibling)
                .filter(Files::isRegularFile)
                .findFirst();
    }
}
