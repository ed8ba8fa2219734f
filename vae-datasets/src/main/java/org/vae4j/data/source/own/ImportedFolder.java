package org.vae4j.data.source.own;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.vae4j.data.CorruptDataException;
import org.vae4j.data.DataException;
import org.vae4j.data.DataRange;
import org.vae4j.data.ExampleSet;
import org.vae4j.data.ExampleShape;
import org.vae4j.data.FloatSet;
import org.vae4j.data.ImageSet;
import org.vae4j.data.ImageShape;
import org.vae4j.data.UnwritableDataException;
import org.vae4j.data.source.array.Layout;
import org.vae4j.data.source.array.NpyReader;
import org.vae4j.data.source.array.NpyWriter;
import org.vae4j.data.source.array.NumberArray;
import org.vae4j.data.source.found.Part;
import org.vae4j.data.source.found.ReadRule;

/**
 * A folder that {@code vae data import} wrote: per part, an NPY file of the values and one of the classes, and one
 * description with the hashes of all. The values are mapped into memory, whatever their size, and their hashes are
 * verified each time.
 */
final class ImportedFolder {

    private static final String DESCRIPTION = "vae4j-data.properties";
    private static final String VERSION = "1";
    /** In the place of a hash: the part has no labels. */
    private static final String NO_LABELS = "none";

    private static final String REMEDY = ": import the data again";

    private final Path folder;
    private final Properties description;

    private ImportedFolder(Path folder, Properties description) {
        this.folder = folder;
        this.description = description;
    }

    /** Whether a path is a folder that was imported. */
    static boolean isImported(Path source) {
        return Files.isRegularFile(source.resolve(DESCRIPTION));
    }

    /**
     * Reads an imported folder.
     *
     * @throws DataException if it was changed since, or the specification wants the data read or scaled in another way
     */
    static ScaledParts read(OwnSpec spec) {
        requireNoReadingKeys(spec);
        Path file = spec.source().resolve(DESCRIPTION);
        try {
            return new ImportedFolder(spec.source(), load(file)).parts(spec);
        } catch (IllegalArgumentException e) {
            throw new CorruptDataException(
                    file + ": found a damaged description (" + e.getMessage()
                            + "), expected one that vae data import wrote" + REMEDY,
                    e);
        } catch (IOException e) {
            throw new DataException(
                    spec.source() + " cannot be read (" + e.getMessage()
                            + "), expected a folder that vae data import wrote" + REMEDY,
                    e);
        }
    }

    /** Refuses the keys that say how files become examples, which was settled by the import. */
    private static void requireNoReadingKeys(OwnSpec spec) {
        if (!spec.reading().equals(ReadRule.asFound())) {
            throw new DataException(
                    spec.source()
                            + ": found data.format, data.shape, data.crop, data.resize, data.pad, data.colour or data.labels for"
                            + " data that were imported, expected them when data are imported: leave them out, or import again");
        }
    }

    private ScaledParts parts(OwnSpec spec) throws IOException {
        if (!VERSION.equals(value("version"))) {
            throw new CorruptDataException(
                    folder + ": found version " + value("version") + " of imported data, expected " + VERSION + REMEDY);
        }
        RangeRule rule = RangeRule.valueOf(value("range").toUpperCase(Locale.ROOT));
        if (spec.range() != RangeRule.AUTO && spec.range() != rule) {
            throw new DataException(folder + ": found data.range="
                    + spec.range().name().toLowerCase(Locale.ROOT) + ", expected " + value("range")
                    + ", by which the data were imported: leave it out, or import again");
        }
        Map<Part, ExampleSet> parts = new EnumMap<>(Part.class);
        for (String name : value("parts").split(" ")) {
            Part part = Part.valueOf(name.toUpperCase(Locale.ROOT));
            parts.put(part, part(part, spec.name() + "/" + name));
        }
        List<String> columns = names(Integer.parseInt(value("columns")), "column.");
        // Earlier versions wrote no names of classes.
        List<String> classes = names(Integer.parseInt(description.getProperty("classes", "0")), "class.");
        return new ScaledParts(parts, rule, columns, classes);
    }

    private List<String> names(int count, String key) {
        return IntStream.range(0, count).mapToObj(i -> value(key + i)).toList();
    }

    /** Maps the values of a part, reads its labels, and verifies both. */
    private ExampleSet part(Part part, String name) throws IOException {
        Path file = folder.resolve(part.label() + ".npy");
        NumberArray values = NpyReader.mapVerified(file);
        List<Integer> sizes = values.sizes();
        ExampleShape shape = ExampleShape.of(sizes.subList(1, sizes.size()));
        int[] labels = labels(part, sizes.get(0));
        ExampleSet set;
        if (values.hasBytes()) {
            if (!(shape instanceof ImageShape image)) {
                throw new CorruptDataException(
                        file + ": found the sizes " + sizes + ", expected images for unsigned bytes" + REMEDY);
            }
            ImageSet.Builder images =
                    ImageSet.builder(name, image, values.bytes()).labels(labels);
            set = (range() == DataRange.BINARY ? images.binary() : images).build();
        } else {
            set = FloatSet.of(name, shape, range(), values.floats(), labels);
        }
        requireHash(file, set.sha256(), value(part.label() + ".sha256"));
        requireHash(
                labelFile(part),
                set.hasLabels() ? set.labelsSha256() : NO_LABELS,
                value(part.label() + "-labels.sha256"));
        return set;
    }

    private DataRange range() {
        return DataRange.valueOf(value("values"));
    }

    private int[] labels(Part part, int examples) throws IOException {
        Path file = labelFile(part);
        if (!Files.exists(file)) {
            return new int[0];
        }
        try (InputStream in = Files.newInputStream(file)) {
            int[] labels = Layout.labels(NpyReader.read(in, file.toString()), file.toString()).stream()
                    .mapToInt(Integer::intValue)
                    .toArray();
            if (labels.length != examples) {
                throw new CorruptDataException(file + ": found " + labels.length + " labels, expected " + examples
                        + " as there are examples in " + part.label() + ".npy" + REMEDY);
            }
            return labels;
        }
    }

    private Path labelFile(Part part) {
        return folder.resolve(part.label() + "-labels.npy");
    }

    private static void requireHash(Path file, String found, String expected) {
        if (!found.equals(expected)) {
            throw new CorruptDataException(
                    file + ": found the SHA-256 " + shortened(found) + " of its content, expected "
                            + shortened(expected)
                            + " as it was imported: the file was changed"
                            + REMEDY);
        }
    }

    private static String shortened(String hash) {
        return hash.substring(0, Math.min(8, hash.length()));
    }

    private String value(String key) {
        String value = description.getProperty(key);
        if (value == null) {
            throw new CorruptDataException(folder.resolve(DESCRIPTION) + ": found no " + key
                    + ", expected a description that vae data import wrote" + REMEDY);
        }
        return value;
    }

    /** Refuses to write over anything. */
    static void requireAbsent(Path folder) {
        if (Files.exists(folder)) {
            throw new DataException(
                    folder + ": found a file or folder, expected none to write to: choose another, or remove it first");
        }
    }

    /**
     * Writes parts to a new folder: first beside it, to a name that ends in {@code .part}, then reads them again, and
     * renames the folder.
     *
     * @throws DataException if a file of either name exists, the folder cannot be written, or was not written right
     */
    static void write(ScaledParts scaled, Path folder) {
        requireAbsent(folder);
        Path part = folder.resolveSibling(folder.getFileName() + ".part");
        if (Files.exists(part, LinkOption.NOFOLLOW_LINKS)) {
            throw new DataException(
                    part + ": found a file or folder, perhaps of an import that was killed or still runs,"
                            + " expected none to write to: choose another, or remove it first");
        }
        try {
            fillAndMove(scaled, part, folder);
        } catch (IOException e) {
            throw new UnwritableDataException(
                    folder + " cannot be written (" + e.getMessage()
                            + "), expected a writable folder with space left: make room, or choose another",
                    e);
        }
    }

    private static void fillAndMove(ScaledParts scaled, Path part, Path folder) throws IOException {
        try {
            Files.createDirectories(part);
            fill(scaled, part);
            ImportedFolder written = new ImportedFolder(part, load(part.resolve(DESCRIPTION)));
            for (Part each : scaled.parts().keySet()) {
                written.part(each, each.label());
            }
            Files.move(part, folder);
        } finally {
            delete(part);
        }
    }

    private static void fill(ScaledParts scaled, Path folder) throws IOException {
        ExampleSet first = scaled.parts().values().iterator().next();
        Properties description = new Properties();
        description.setProperty("version", VERSION);
        description.setProperty("range", scaled.rule().name().toLowerCase(Locale.ROOT));
        description.setProperty("values", first.values().name());
        description.setProperty("columns", Integer.toString(scaled.columns().size()));
        for (int c = 0; c < scaled.columns().size(); c++) {
            description.setProperty("column." + c, scaled.columns().get(c));
        }
        if (!scaled.classes().isEmpty()) {
            description.setProperty("classes", Integer.toString(scaled.classes().size()));
            for (int c = 0; c < scaled.classes().size(); c++) {
                description.setProperty("class." + c, scaled.classes().get(c));
            }
        }
        List<Part> parts = scaled.parts().keySet().stream().sorted().toList();
        description.setProperty(
                "parts", String.join(" ", parts.stream().map(Part::label).toList()));
        for (Part part : parts) {
            ExampleSet set = scaled.parts().get(part);
            NpyWriter.examples(set, folder.resolve(part.label() + ".npy"));
            if (set.hasLabels()) {
                NpyWriter.labels(set, folder.resolve(part.label() + "-labels.npy"));
            }
            description.setProperty(part.label() + ".sha256", set.sha256());
            description.setProperty(part.label() + "-labels.sha256", set.hasLabels() ? set.labelsSha256() : NO_LABELS);
        }
        try (OutputStream out = Files.newOutputStream(folder.resolve(DESCRIPTION))) {
            store(description, out);
        }
    }

    /** Writes the keys in order and without the time of day, so that the same data give the same file. */
    private static void store(Properties description, OutputStream out) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        description.store(text, null);
        String lines = text.toString(StandardCharsets.ISO_8859_1)
                .lines()
                .filter(line -> !line.startsWith("#"))
                .sorted()
                .reduce("# Written by vae data import.\n", (all, line) -> all + line + "\n");
        out.write(lines.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static Properties load(Path file) throws IOException {
        Properties description = new Properties();
        try (InputStream in = Files.newInputStream(file)) {
            description.load(in);
        }
        return description;
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
