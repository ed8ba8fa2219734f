package org.vae4j.data.source.own;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.vae4j.data.DataException;
import org.vae4j.data.ExampleSet;
import org.vae4j.data.UnwritableDataException;
import org.vae4j.data.source.array.RawExamples;
import org.vae4j.data.source.found.FoundParts;
import org.vae4j.data.source.found.Part;

/**
 * The user's own data after scaling, before they are split and standardised.
 *
 * @param parts the parts by name, or {@link Part#ALL} alone
 * @param rule the rule by which the numbers of the files were scaled; where it is STANDARD, that is still to be done
 * @param columns names of the values of a table; empty for images and where the file has none
 * @param classes names of the classes, by number; empty where the classes are numbers alone
 */
public record ScaledParts(Map<Part, ExampleSet> parts, RangeRule rule, List<String> columns, List<String> classes) {

    /** Copies the map and the lists. */
    public ScaledParts {
        parts = Map.copyOf(parts);
        columns = List.copyOf(columns);
        classes = List.copyOf(classes);
    }

    /**
     * Opens data.
     *
     * @param spec the place of the data and the rules for reading and scaling them
     * @return all parts, in memory or mapped from files
     * @throws DataException if they are not there, or not what they should be; one line that names file and place
     */
    public static ScaledParts open(OwnSpec spec) {
        if (ImportedFolder.isImported(spec.source())) {
            return ImportedFolder.read(spec);
        }
        Map<Part, RawExamples> raw = numbered(FoundParts.read(spec.source(), spec.reading()));
        RawExamples first = raw.values().iterator().next();
        raw.values().forEach(part -> part.requireAlike(first));
        if (!raw.containsKey(Part.ALL) && !raw.containsKey(Part.TRAIN)) {
            throw new DataException(
                    spec.source() + ": found the parts " + raw.keySet() + ", expected one named train: rename it");
        }
        Scaling scaling = Scaling.of(spec.range(), raw);
        Map<Part, ExampleSet> parts = new EnumMap<>(Part.class);
        try {
            raw.forEach((part, examples) -> parts.put(part, scaling.apply(examples, spec.name() + "/" + part.label())));
        } catch (UncheckedIOException e) {
            throw noRoom(spec, e);
        }
        return new ScaledParts(parts, scaling.rule(), first.columns(), classes(raw));
    }

    /** The error of a full disk, which values that exceed the heap are written to. */
    static UnwritableDataException noRoom(OwnSpec spec, UncheckedIOException e) {
        return new UnwritableDataException(spec.source() + ": " + e.getMessage(), e.getCause());
    }

    /** The names of the classes, which are the same in every part that has any. */
    private static List<String> classes(Map<Part, RawExamples> numbered) {
        return numbered.values().stream()
                .map(RawExamples::classes)
                .filter(names -> !names.isEmpty())
                .findFirst()
                .orElse(List.of());
    }

    /** Numbers the classes of all parts together, so that a class has one number even where a part lacks others. */
    private static Map<Part, RawExamples> numbered(Map<Part, RawExamples> parts) {
        TreeSet<String> classes = new TreeSet<>();
        parts.values().forEach(part -> classes.addAll(part.classes()));
        List<String> all = List.copyOf(classes);
        Map<Part, RawExamples> numbered = new EnumMap<>(Part.class);
        parts.forEach((part, raw) -> numbered.put(part, raw.classes().isEmpty() ? raw : raw.numberedBy(all)));
        return numbered;
    }

    /**
     * Checks a place for {@link #write} before data are read, which may take long.
     *
     * @param folder the folder to write to
     * @throws DataException if it exists
     */
    public static void requireAbsent(Path folder) {
        ImportedFolder.requireAbsent(folder);
    }

    /**
     * Writes the parts as a folder that is opened by mapping its files into memory: an NPY file of the values and one
     * of the classes per part, and their hashes. The files are then read again and compared with the source.
     *
     * @param folder a folder that does not exist yet
     * @throws DataException if it exists, cannot be written, or was not written as it should be
     */
    public void write(Path folder) {
        ImportedFolder.write(this, folder);
    }
}
