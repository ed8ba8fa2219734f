package org.vae4j.data.source.known;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vae4j.data.CorruptDataException;
import org.vae4j.data.DataException;
import org.vae4j.data.DataRange;
import org.vae4j.data.ImageSet;
import org.vae4j.data.ImageShape;
import org.vae4j.data.Split;
import org.vae4j.data.source.DataFolders;
import org.vae4j.data.source.array.Layout;
import org.vae4j.data.source.array.MatlabReader;
import org.vae4j.data.source.array.NumberArray;

/** A published data set in one MATLAB file, read as 8-bit images by a {@link Reading} of its layout. */
final class MatlabSet extends KnownSet {

    private static final int WHITE = 255;

    private final Reading reading;

    /**
     * Makes a data set.
     *
     * @param about its description, with one file
     * @param reading the layout of the file
     */
    MatlabSet(About about, Reading reading) {
        super(about);
        this.reading = reading;
    }

    /** The dimension of an array that counts the examples. */
    enum Examples {
        /** A row per example. */
        ROWS,
        /** A column per example. */
        COLUMNS
    }

    /** The range of the numbers in the file. */
    enum Values {
        /** 0 and 1 alone. */
        BINARY,
        /** Numbers v from 0 to 1, which become the grey levels 255·v, rounded. */
        UNIT,
        /** Whole numbers from 0 to 255. */
        BYTES
    }

    /**
     * The layout of a file.
     *
     * @param shape the shape of an image
     * @param examples the dimension that counts the examples
     * @param orientation the order of an image's pixels
     * @param values the range of the numbers
     * @param variables the variables of the training part, the validation part and the test part; blank where there is
     *     no such part. Labels are in the variable whose name ends in labels instead of data, where there is one, and
     *     count from 1
     */
    record Reading(
            ImageShape shape,
            Examples examples,
            IdxSet.Orientation orientation,
            Values values,
            List<String> variables) {
        Reading {
            variables = List.copyOf(variables);
        }
    }

    @Override
    public ImageShape imageShape() {
        return reading.shape();
    }

    @Override
    public DataRange values() {
        return reading.values() == Values.BINARY ? DataRange.BINARY : DataRange.LEVELS;
    }

    @Override
    public Split load(DataFolders folders) {
        PublishedFile file = about().files().get(0);
        Path path = find(folders, file);
        Map<String, NumberArray> arrays = arrays(path, file);
        ImageSet train = part("train", reading.variables().get(0), arrays, path).orElseThrow();
        Optional<ImageSet> valid = part("valid", reading.variables().get(1), arrays, path);
        return part("test", reading.variables().get(2), arrays, path)
                .map(test -> new Split(train, valid, test))
                .orElseGet(() -> Split.withoutTest(train, valid.map(part -> part)));
    }

    @Override
    public void verify(Path path, String file) {
        arrays(path, file(file));
    }

    private static Map<String, NumberArray> arrays(Path path, PublishedFile file) {
        try {
            file.requireMd5(path);
            return MatlabReader.read(path);
        } catch (IOException e) {
            throw new DataException(
                    path + " cannot be read (" + e.getMessage() + "), expected a readable file: check its permissions",
                    e);
        }
    }

    /** Reads a part; empty where its variable is blank. */
    private Optional<ImageSet> part(String part, String variable, Map<String, NumberArray> arrays, Path path) {
        if (variable.isBlank()) {
            return Optional.empty();
        }
        String place = path + "/" + variable;
        NumberArray found = Optional.ofNullable(arrays.get(variable))
                .orElseThrow(() -> new CorruptDataException(place + ": found the arrays " + arrays.keySet()
                        + ", expected " + variable + ": copy the right file"));
        boolean columns = reading.examples() == Examples.COLUMNS;
        int pixels = reading.shape().size();
        if (found.sizes().size() != 2 || found.sizes().get(columns ? 0 : 1) != pixels) {
            throw new CorruptDataException(place + ": found an array of sizes " + found.sizes() + ", expected "
                    + (columns ? "[" + pixels + ", n]" : "[n, " + pixels + "]") + ": copy the right file");
        }
        NumberArray rows = upright(columns ? found.transposed() : found);
        ImageSet.Builder images = ImageSet.builder(name() + "/" + part, reading.shape(), bytes(rows, place));
        labels(variable, arrays, path).ifPresent(images::labels);
        return Optional.of((reading.values() == Values.BINARY ? images.binary() : images).build());
    }

    /** Brings the pixels of each image into the order row by row. */
    private NumberArray upright(NumberArray rows) {
        if (reading.orientation() == IdxSet.Orientation.UPRIGHT) {
            return rows;
        }
        ImageShape shape = reading.shape();
        return rows.reshaped(List.of(rows.sizes().get(0), shape.width(), shape.height()))
                .permuted(List.of(0, 2, 1));
    }

    /** Scales the values to bytes and refuses those outside the range of the layout. */
    private byte[] bytes(NumberArray rows, String place) {
        byte[] bytes = new byte[Math.toIntExact(rows.length())];
        float scale = reading.values() == Values.BYTES ? 1 : WHITE;
        for (int i = 0; i < bytes.length; i++) {
            float value = rows.value(i);
            boolean inRange =
                    reading.values() == Values.BINARY ? value == 0 || value == 1 : value >= 0 && value * scale <= WHITE;
            if (!inRange) {
                throw new CorruptDataException(place + ": found the value " + value + " in example "
                        + i / reading.shape().size() + ", expected "
                        + switch (reading.values()) {
                            case BINARY -> "0 and 1 alone";
                            case UNIT -> "values in [0, 1]";
                            case BYTES -> "values from 0 to 255";
                        }
                        + ": copy the right file");
            }
            bytes[i] = (byte) Math.round(value * scale);
        }
        return bytes;
    }

    /** Reads the labels of a variable's examples and numbers them from 0; empty where the file has none. */
    private static Optional<int[]> labels(String variable, Map<String, NumberArray> arrays, Path path) {
        String name = variable.replaceFirst("data$", "labels");
        if (name.equals(variable) || !arrays.containsKey(name)) {
            return Optional.empty();
        }
        List<Integer> labels = Layout.labels(arrays.get(name), path + "/" + name);
        if (labels.contains(0)) {
            throw new CorruptDataException(
                    path + "/" + name + ": found the label 0, expected labels from 1 on: copy the right file");
        }
        return Optional.of(labels.stream().mapToInt(label -> label - 1).toArray());
    }
}
