package org.vae4j.data.source.found;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.vae4j.data.CorruptDataException;
import org.vae4j.data.DataException;
import org.vae4j.data.MissingDataException;
import org.vae4j.data.UnwritableDataException;
import org.vae4j.data.source.array.RawExamples;
import org.vae4j.data.source.image.ImageFolder;

/** Finds the parts of a data set in a file, a folder, an archive or the files of a pattern, and reads them. */
public final class FoundParts {

    /** The most archives within one another; an archive may hold a copy of itself. */
    private static final int MOST_NESTED = 3;

    private final ReadRule rule;
    private final FileReader reader;
    /** The number of archives that were opened, each within the one before. */
    private int openedArchives;

    private FoundParts(ReadRule rule) {
        this.rule = rule;
        this.reader = new FileReader(rule);
    }

    /**
     * Reads the examples at a path.
     *
     * @param source a file, a folder, an archive of a folder, or a pattern that files match
     * @param rule the rule by which files become examples
     * @return the parts by name, or {@link Part#ALL} alone
     * @throws DataException if they are not there, or not what they should be; one line that names file and place
     */
    public static Map<Part, RawExamples> read(Path source, ReadRule rule) {
        try {
            return new FoundParts(rule).parts(source);
        } catch (UncheckedIOException e) {
            // A walk of folders wraps an error of reading; a temporary file throws its own message that it has no room.
            throw e.getMessage().equals(e.getCause().toString())
                    ? unreadable(source, e.getCause())
                    : new UnwritableDataException(source + ": " + e.getMessage(), e.getCause());
        } catch (IOException e) {
            throw unreadable(source, e);
        }
    }

    private static DataException unreadable(Path source, IOException e) {
        String why = e instanceof FileSystemLoopException
                ? "a link to a folder above it, " + e.getMessage()
                : e.getMessage();
        return new DataException(
                source + " cannot be read (" + why
                        + "), expected a readable file or folder: check its permissions and links",
                e);
    }

    /**
     * The name of the data at a path.
     *
     * @param source a path as {@link #read} takes it
     * @return the name of the file or folder without its ending; for a pattern, the name of the folder before it
     */
    public static String name(Path source) {
        Path place = Glob.isPattern(source) && !Files.exists(source)
                ? Glob.of(source).base()
                : source;
        Path last = place.toAbsolutePath().normalize().getFileName();
        String file = last == null ? "data" : last.toString();
        int dot = file.indexOf('.', 1);
        String stem = dot < 0 ? file : file.substring(0, dot);
        return stem.replaceAll("[^A-Za-z0-9._-]", "-");
    }

    private Map<Part, RawExamples> parts(Path source) throws IOException {
        if (!Files.exists(source)) {
            return matching(source);
        }
        if (Files.isDirectory(source)) {
            return folder(source);
        }
        if (Archive.isNamedAsArchive(source)) {
            openedArchives++;
            if (openedArchives > MOST_NESTED) {
                throw new CorruptDataException(source + ": found an archive in more than " + MOST_NESTED
                        + " others, expected the examples: unpack it by hand if you trust it, and name the folder");
            }
            return new Archive(source).use(root -> folder(top(root)));
        }
        Format format = rule.format() == Format.AUTO ? Format.of(source).orElse(Format.AUTO) : rule.format();
        return switch (format) {
            case NPZ -> NamedArrays.npz(source, rule);
            case HDF -> NamedArrays.hdf(source, rule);
            case MAT -> NamedArrays.matlab(source, rule);
            default -> Map.of(Part.ALL, reader.read(source));
        };
    }

    private Map<Part, RawExamples> matching(Path source) throws IOException {
        if (!Glob.isPattern(source)) {
            throw new MissingDataException("found nothing at " + source.toAbsolutePath()
                    + ", expected a folder or a file of examples: correct data.source");
        }
        Glob glob = Glob.of(source);
        List<Path> files = glob.files().stream()
                .filter(path -> !FileReader.isOfLabels(path))
                .toList();
        if (files.isEmpty()) {
            throw new MissingDataException("found no file that matches " + glob.pattern()
                    + ", expected files of examples: correct data.source");
        }
        return files.size() == 1 && Format.of(files.get(0)).isPresent()
                ? parts(files.get(0))
                : Map.of(Part.ALL, reader.read(glob.base(), files));
    }

    /** Steps into the folder that holds all others, which most archives begin with. */
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
        Map<Part, Path> named = namedParts(inside);
        if (named.containsKey(Part.TRAIN)) {
            Map<Part, RawExamples> parts = new EnumMap<>(Part.class);
            for (Map.Entry<Part, Path> entry : named.entrySet()) {
                parts.put(entry.getKey(), whole(entry.getValue()));
            }
            return parts;
        }
        if (!ImageFolder.files(folder).isEmpty()) {
            return Map.of(Part.ALL, reader.read(folder));
        }
        List<Path> files = reader.files(folder);
        List<Path> archives =
                inside.stream().filter(path -> Archive.isNamedAsArchive(path)).toList();
        if (files.isEmpty() && !archives.isEmpty()) {
            return archives.size() == 1 ? parts(archives.get(0)) : Map.of(Part.ALL, joined(folder, archives));
        }
        return files.size() == 1 ? parts(files.get(0)) : Map.of(Part.ALL, reader.read(folder));
    }

    /** Finds the files, folders and archives whose names say that they are a part. */
    private Map<Part, Path> namedParts(List<Path> inside) throws IOException {
        Map<Part, Path> named = new EnumMap<>(Part.class);
        for (Path path : inside) {
            Optional<Part> part = rule.format().admits(path) || Archive.isNamedAsArchive(path)
                    ? Part.named(Format.stem(path))
                    : Optional.empty();
            Path other = part.isEmpty() ? null : named.putIfAbsent(part.get(), path);
            if (other != null && !unzippedName(other).equals(unzippedName(path))) {
                throw new DataException("found " + other + " and " + path + ", both of the part "
                        + part.get().label() + ", expected one file or folder per part: rename or remove one");
            }
        }
        return named;
    }

    /** The name of a file, which may also be there in a copy that gzip compressed. */
    private static String unzippedName(Path path) {
        return path.getFileName().toString().replaceFirst("\\.gz$", "");
    }

    /** Reads all examples of a file, a folder or an archive, whatever the names in it. */
    private RawExamples whole(Path path) throws IOException {
        return Archive.isNamedAsArchive(path)
                ? new Archive(path).use(root -> reader.read(top(root)))
                : reader.read(path);
    }

    private RawExamples joined(Path folder, List<Path> archives) throws IOException {
        List<RawExamples> parts = new ArrayList<>();
        for (Path archive : archives) {
            parts.add(whole(archive));
        }
        return RawExamples.joined(parts, folder.toString());
    }
}
