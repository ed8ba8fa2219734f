package org.vae4j.data.source.own;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.vae4j.data.DataException;
import org.vae4j.data.DataRange;
import org.vae4j.data.ExampleShape;
import org.vae4j.data.ImageShape;
import org.vae4j.data.Split;
import org.vae4j.data.Split.Reported;

/**
 * The description of the user's own data that {@code data.json} in a run's directory keeps. It suffices to show the
 * outputs of a model without the data.
 *
 * @param name of the file or folder
 * @param shape {@code [channels, height, width]} of images, {@code [columns]} of tables
 * @param values the range of the values that the model sees
 * @param examples number of examples of each part
 * @param classes number of classes in the training part; 0 without labels
 * @param classNames names of the classes, by number; empty where the classes are numbers alone
 * @param reported the part that results are reported on
 * @param sha256 the hash of the part that results are reported on
 * @param columns names of the values of a table; empty for images
 * @param means means of the training part, one per value; empty where nothing was standardised
 * @param deviations standard deviations of the training part, one per value; empty where nothing was standardised
 * @param black the value that pictures show black
 * @param white the value that pictures show white
 */
public record DataDescription(
        String name,
        List<Integer> shape,
        DataRange values,
        Map<String, Integer> examples,
        int classes,
        List<String> classNames,
        Reported reported,
        String sha256,
        List<String> columns,
        List<Double> means,
        List<Double> deviations,
        double black,
        double white) {

    /** Copies the lists. */
    public DataDescription {
        shape = List.copyOf(shape);
        examples = Collections.unmodifiableMap(new LinkedHashMap<>(examples));
        // Runs of earlier versions have no names.
        classNames = classNames == null ? List.of() : List.copyOf(classNames);
        columns = List.copyOf(columns);
        means = List.copyOf(means);
        deviations = List.copyOf(deviations);
    }

    /**
     * Describes data that were opened.
     *
     * @param name of the file or folder
     * @param found the data as they were opened
     * @param split their parts as they are used: limited and binarised
     * @return their description
     */
    public static DataDescription of(String name, OwnData found, Split split) {
        return Described.of(name, found, split);
    }

    /** {@return one line for people} */
    public String text() {
        boolean table = shape.size() == 1;
        return name + ": " + (table ? "rows of " + shape.get(0) + " values" : "images of " + shape) + ", "
                + switch (values) {
                    case BINARY -> "0 or 1";
                    case LEVELS -> "256 levels in [0, 1]";
                    case UNIT_INTERVAL -> "in [0, 1]";
                    case REAL -> means.isEmpty() ? "real" : "standardised";
                }
                + ", " + parts() + (classes == 0 ? "" : ", " + classes + " classes");
    }

    private String parts() {
        return String.join(
                ", ",
                List.of("train", "valid", "test").stream()
                        .filter(examples::containsKey)
                        .map(part -> examples.get(part) + " " + part)
                        .toList());
    }

    /**
     * The shape of the images.
     *
     * @return channels, height and width
     * @throws DataException when it is a table, which has no pictures
     */
    public ImageShape imageShape() {
        if (ExampleShape.of(shape) instanceof ImageShape image) {
            return image;
        }
        throw new DataException("found a table of " + shape.get(0)
                + " columns, which has no pictures, expected images: write numbers by --out FILE.csv or FILE.npy");
    }

    /** {@return a sentence for readers of results where there is no test part; empty where there is one} */
    public String absence() {
        return switch (reported) {
            case TEST -> "";
            case VALID -> "There is no test part: what is called test is the validation part.";
            case TRAIN ->
                "There is no test part: what is called test is the training part, and says nothing about new examples.";
        };
    }

    /**
     * Converts a value back to the unit of the files: value · deviation + mean of its feature, where the values were
     * standardised.
     *
     * @param value as the model sees it
     * @param feature its index in the example
     * @return the value in the unit of the files' column
     */
    public double inFileUnits(double value, int feature) {
        return means.isEmpty() ? value : value * deviations.get(feature) + means.get(feature);
    }

    /** {@return a name for each value of an example} */
    public List<String> valueNames() {
        int size = ExampleShape.of(shape).size();
        String prefix = shape.size() == 1 ? "c" : "pixel";
        return columns.size() == size
                ? columns
                : IntStream.range(0, size).mapToObj(i -> prefix + i).toList();
    }
}
