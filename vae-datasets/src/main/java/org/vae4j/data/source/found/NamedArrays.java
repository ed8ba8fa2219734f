package org.vae4j.data.source.found;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import org.vae4j.data.CorruptDataException;
import org.vae4j.data.DataException;
import org.vae4j.data.source.array.HdfReader;
import org.vae4j.data.source.array.Layout;
import org.vae4j.data.source.array.MatlabLayout;
import org.vae4j.data.source.array.MatlabReader;
import org.vae4j.data.source.array.NpyReader;
import org.vae4j.data.source.array.NumberArray;
import org.vae4j.data.source.array.RawExamples;

/**
 * Reads the parts of a data set from the arrays of an NPZ, MATLAB or HDF5 file. Arrays named x_train, y_train, x_test
 * or train_data, train_labels, test_data and the like are parts and their labels. Without such names, one array holds
 * the examples, and another may hold labels.
 */
final class NamedArrays {

    private static final List<String> EXAMPLES = List.of("x", "X", "data", "images", "imgs", "features", "arr_0");
    private static final List<String> LABELS = List.of("y", "Y", "labels", "label", "target", "targets");
    private static final String SUFFIX = ".npy";

    private final Path file;
    private final ReadRule rule;
    private final Map<String, NumberArray> arrays;
    private final Arrangement arrangement;

    private NamedArrays(Path file, ReadRule rule, Map<String, NumberArray> arrays, Arrangement arrangement) {
        this.file = file;
        this.rule = rule;
        this.arrays = arrays;
        this.arrangement = arrangement;
    }

    /** Brings the dimension of an array that counts the examples to the front. */
    private interface Arrangement {
        NumberArray of(NumberArray array, List<Integer> shape, String place);
    }

    static Map<Part, RawExamples> npz(Path file, ReadRule rule) throws IOException {
        Map<String, NumberArray> arrays = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(file))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.getName().endsWith(SUFFIX) && !isDescription(entry.getName())) {
                    String name = entry.getName().substring(0, entry.getName().length() - SUFFIX.length());
                    arrays.put(name, NpyReader.read(new Unclosed(zip), file + "/" + name));
                }
            }
        } catch (ZipException e) {
            throw new CorruptDataException(
                    file + ": found a damaged archive (" + e.getMessage() + "), expected one that numpy.savez wrote",
                    e);
        }
        if (arrays.isEmpty()) {
            throw new DataException(file
                    + ": found no arrays of examples, expected an archive that numpy.savez wrote: name another file");
        }
        return new NamedArrays(file, rule, arrays, (array, shape, place) -> array).parts();
    }

    static Map<Part, RawExamples> matlab(Path file, ReadRule rule) throws IOException {
        return new NamedArrays(file, rule, MatlabReader.read(file), MatlabLayout::examplesFirst).parts();
    }

    static Map<Part, RawExamples> hdf(Path file, ReadRule rule) throws IOException {
        return new NamedArrays(file, rule, HdfReader.read(file), (array, shape, place) -> array).parts();
    }

    /** Whether an entry describes the data, as names of classes do, and is skipped. */
    private static boolean isDescription(String entry) {
        return entry.matches(".*(names|metadata|latents_(values|classes)).*");
    }

    /** Reads all parts; an array without the name of a part stands for the training part, or for all examples. */
    private Map<Part, RawExamples> parts() {
        Map<Part, RawExamples> parts = new EnumMap<>(Part.class);
        namesOfParts().forEach((part, name) -> parts.put(part, examples(name, labelsOf(name))));
        if (parts.isEmpty()) {
            parts.put(Part.ALL, examples(single(), labels()));
        } else if (!parts.containsKey(Part.TRAIN)) {
            parts.put(Part.TRAIN, examples(single(), labels()));
        }
        return parts;
    }

    private Map<Part, String> namesOfParts() {
        Map<Part, String> names = new EnumMap<>(Part.class);
        for (String name : arrays.keySet()) {
            Part.named(name).ifPresent(part -> {
                String other = names.put(part, name);
                if (other != null) {
                    throw new DataException(
                            file + ": found the arrays " + other + " and " + name + ", both of the part " + part.label()
                                    + ", expected one array per part: rename or remove one");
                }
            });
        }
        return names;
    }

    /** Finds the labels of an array by its name: y_train of x_train, train_labels or train_y of train_data. */
    private Optional<String> labelsOf(String name) {
        String stem = name.replaceFirst("[-_](x|data|images)$", "");
        return Stream.of(
                        name.replaceFirst("^x_", "y_"),
                        name.replaceFirst("^X_", "y_"),
                        stem + "_labels",
                        stem + "_label",
                        stem + "_y")
                .filter(other -> !other.equals(name) && arrays.containsKey(other))
                .findFirst();
    }

    private RawExamples examples(String name, Optional<String> labels) {
        String place = file + "/" + name;
        RawExamples examples = Layout.of(arrangement.of(arrays.get(name), rule.shape(), place), rule.shape(), place);
        RawExamples changed = rule.pictures().apply(examples);
        return labels.map(y -> changed.labelled(Layout.labels(arrays.get(y), file + "/" + y), file + "/" + y))
                .orElse(changed);
    }

    /** Finds the array of examples where names tell no parts. */
    private String single() {
        return EXAMPLES.stream()
                .filter(arrays::containsKey)
                .findFirst()
                .or(() -> arrays.keySet().stream()
                        .filter(name ->
                                !isVector(arrays.get(name)) && Part.named(name).isEmpty())
                        .findFirst())
                .orElseThrow(() -> new DataException(file + ": found the arrays " + arrays.keySet()
                        + ", expected one of examples, such as x, or parts, such as x_train and x_test: rename one"));
    }

    /** Whether all dimensions of an array but one are of size 1. */
    private static boolean isVector(NumberArray array) {
        return array.sizes().stream().anyMatch(size -> size == array.length());
    }

    /** Finds the array of labels where names tell no parts. */
    private Optional<String> labels() {
        if (!rule.labels().isBlank() && !arrays.containsKey(rule.labels())) {
            throw new DataException(file + ": found the arrays " + arrays.keySet() + ", expected one named "
                    + rule.labels() + ": correct data.labels");
        }
        return rule.labels().isBlank()
                ? LABELS.stream()
                        .filter(name -> arrays.containsKey(name) && isVector(arrays.get(name)))
                        .findFirst()
                : Optional.of(rule.labels());
    }

    /** Ignores its closing, which would close the archive before its next entry. */
    private static final class Unclosed extends FilterInputStream {
        Unclosed(InputStream in) {
            super(in);
        }

        @Override
        public void close() {}
    }
}
