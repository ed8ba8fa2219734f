package org.vae4j.data.source.own;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ProviderNotFoundException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipException;
import org.vae4j.data.CorruptDataException;
import org.vae4j.data.DataException;
import org.vae4j.data.MissingDataException;
import org.vae4j.data.source.array.RawExamples;
import org.vae4j.data.source.image.ImageFolder;

/** Finds the parts of a data set in a file, a folder or a ZIP archive, and reads them. */
final class FoundParts {

    private final ReadRule rule;

    private FoundParts(ReadRule rule) {
        this.rule = rule;
    }

    /** The parts by name, or {@link Part#ALL} alone. */
    static Map<Part, RawExamples> read(Path source, ReadRule rule) {
        try {
            return new FoundParts(rule).in(source);
        } catch (IOException e) {
            throw new DataException(
                    source + " cannot be read (" + e.getMessage() + "), expected a readable file or folder: check its"
                            + " permissions",
                    e);
        }
    }

    private Map<Part, RawExamples> in(Path source) throws IOException {
        if (!Files.exists(source)) {
            throw new MissingDataException("found nothing at " + source.toAbsolutePath()
                    + ", expected a folder or a file of examples: correct data.source");
        }
        if (Files.isDirectory(source)) {
            return folder(source);
        }
        String name = source.getFileName().toString();
        if (name.endsWith(".zip")) {
            return archive(source);
        }
        if (rule.format() == Format.NPZ || rule.format() == Format.AUTO && name.endsWith(".npz")) {
            return NpzFile.read(source, rule);
        }
        return Map.of(Part.ALL, new FileReader(rule).read(source));
    }

    private Map<Part, RawExamples> archive(Path zip) throws IOException {
        try (FileSystem files = FileSystems.newFileSystem(zip)) {
            return folder(top(files.getPath("/")));
        } catch (ZipException | ProviderNotFoundException e) {
            throw new CorruptDataException(
                    zip + ": found a damaged archive (" + e.getMessage() + "), expected a whole one: copy it again", e);
        }
    }

    /** The folder in which the files begin: most archives hold one that holds all. */
    private static Path top(Path root) throws IOException {
        List<Path> inside = visible(root);
        return inside.size() == 1
                        && Files.isDirectory(inside.get(0))
                        && Part.named(Format.stem(inside.get(0))).isEmpty()
                ? top(inside.get(0))
                : root;
    }

    private static List<Path> visible(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(path -> !path.getFileName().toString().startsWith(".")
                            && !path.getFileName().toString().startsWith("__MACOSX"))
                    .sorted((a, b) -> a.toString().compareTo(b.toString()))
                    .toList();
        }
    }

    private Map<Part, RawExamples> folder(Path folder) throws IOException {
        List<Path> inside = visible(folder);
        Map<Part, Path> named = new EnumMap<>(Part.class);
        for (Path path : inside) {
            if (rule.format().admits(path) && Part.named(Format.stem(path)).isPresent()) {
                named.putIfAbsent(Part.named(Format.stem(path)).orElseThrow(), path);
            }
        }
        FileReader reader = new FileReader(rule);
        if (named.containsKey(Part.TRAIN)) {
            Map<Part, RawExamples> parts = new EnumMap<>(Part.class);
            for (Map.Entry<Part, Path> entry : named.entrySet()) {
                parts.put(entry.getKey(), reader.read(entry.getValue()));
            }
            return parts;
        }
        if (!ImageFolder.files(folder).isEmpty()) {
            return Map.of(Part.ALL, reader.read(folder));
        }
        return in(onlyFile(folder, inside));
    }

    private Path onlyFile(Path folder, List<Path> inside) throws IOException {
        List<Path> files = inside.stream()
                .filter(path -> !Files.isDirectory(path) && Format.of(path).isPresent())
                .filter(path -> !path.getFileName().toString().contains("labels"))
                .toList();
        if (files.size() != 1) {
            throw new DataException(
                    "found " + files.size() + " files of examples and no images in " + folder
                            + ", expected images, one file, or files named train, valid and test: name one file by data.source");
        }
        return files.get(0);
    }
}
