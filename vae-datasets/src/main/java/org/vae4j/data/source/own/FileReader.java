package org.vae4j.data.source.own;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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

/** Reads the examples of one file, or of one folder of images. */
final class FileReader {

    private final ReadRule rule;

    FileReader(ReadRule rule) {
        this.rule = rule;
    }

    /** With the labels beside the examples, if there are any. */
    RawExamples read(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            return new ImageFolder(path, rule.resize(), rule.colour()).read();
        }
        if (!rule.resize().isEmpty()) {
            throw new DataException(
                    "found data.resize for " + path + ", expected it for folders of images alone:" + " leave it out");
        }
        if (format(path) == Format.CSV) {
            return shaped(new TableFile(path, rule.labels()).read());
        }
        RawExamples examples = Layout.of(array(path), rule.shape(), path.toString());
        Optional<Path> labels = labels(path);
        return labels.isPresent()
                ? examples.labelled(
                        Layout.labels(array(labels.get()), labels.get().toString()))
                : examples;
    }

    private RawExamples shaped(RawExamples table) {
        return rule.shape().isEmpty()
                ? table
                : new RawExamples(
                        table.place(),
                        ExampleShape.of(rule.shape()),
                        Layout.of(table.values(), rule.shape(), table.place()).values(),
                        table.labels(),
                        table.classes(),
                        List.of());
    }

    private Format format(Path path) {
        return rule.format() == Format.AUTO
                ? Format.of(path)
                        .orElseThrow(() -> new DataException("found " + path
                                + ", expected a folder of images or a file ending in .npy, .npz, .csv, .tsv or -ubyte:"
                                + " name one of these, or its format by data.format"))
                : rule.format();
    }

    private NumberArray array(Path path) throws IOException {
        Format format = format(path);
        try (InputStream in = open(path)) {
            return format == Format.IDX ? IdxArrays.read(in, path.toString()) : NpyReader.read(in, path.toString());
        } catch (ZipException | EOFException e) {
            throw new CorruptDataException(
                    path + ": found damaged gzip (" + e.getMessage() + "), expected a sound file: copy it again", e);
        }
    }

    private static InputStream open(Path path) throws IOException {
        InputStream raw = new BufferedInputStream(Files.newInputStream(path), 1 << 16);
        raw.mark(2);
        byte[] magic = raw.readNBytes(2);
        raw.reset();
        boolean gzip = magic.length == 2 && magic[0] == 0x1f && magic[1] == (byte) 0x8b;
        return gzip ? new GZIPInputStream(raw, 1 << 16) : raw;
    }

    /** The file that the user named, else the one whose name differs in "labels" alone. */
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
