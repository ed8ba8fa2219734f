package org.vae4j.data.source.array;

import java.util.List;
import org.vae4j.data.CorruptDataException;
import org.vae4j.data.ExampleShape;

/**
 * Examples as a file holds them, before their values are scaled.
 *
 * @param place the file or folder, for messages
 * @param shape of every example
 * @param values {@code [examples, …]}; images channel by channel, row by row
 * @param labels the class of each example; empty where none are known
 * @param columns names of the values of a table; empty for images
 */
public record RawExamples(
        String place, ExampleShape shape, NumberArray values, List<Integer> labels, List<String> columns) {

    /**
     * Checks that there are as many labels as examples.
     *
     * @throws CorruptDataException if there are others
     */
    public RawExamples {
        labels = List.copyOf(labels);
        columns = List.copyOf(columns);
        int examples = values.length() / shape.size();
        if (!labels.isEmpty() && labels.size() != examples) {
            throw new CorruptDataException(place + ": found " + labels.size() + " labels, expected " + examples
                    + " as there are examples: correct the file of labels, data.labels");
        }
    }

    /**
     * The number of examples.
     *
     * @return at least 1
     */
    public int size() {
        return values.length() / shape.size();
    }

    /**
     * The same examples with classes.
     *
     * @param classes one per example
     * @return a copy
     * @throws CorruptDataException if there are more or fewer than examples
     */
    public RawExamples labelled(List<Integer> classes) {
        return new RawExamples(place, shape, values, classes, columns);
    }
}
