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
 * @param classes names of the classes, by number; empty where the classes are numbers alone
 * @param columns names of the values of a table; empty for images
 */
public record RawExamples(
        String place,
        ExampleShape shape,
        NumberArray values,
        List<Integer> labels,
        List<String> classes,
        List<String> columns) {

    /**
     * Checks that there are as many labels as examples.
     *
     * @throws CorruptDataException if there are others
     */
    public RawExamples {
        labels = List.copyOf(labels);
        classes = List.copyOf(classes);
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
     * The same examples with classes that are numbers alone.
     *
     * @param numbers one per example
     * @return a copy
     * @throws CorruptDataException if there are more or fewer than examples
     */
    public RawExamples labelled(List<Integer> numbers) {
        return new RawExamples(place, shape, values, numbers, List.of(), columns);
    }

    /**
     * The same examples with their classes numbered by another list, so that parts agree.
     *
     * @param all names that hold all of {@link #classes()}
     * @return a copy
     */
    public RawExamples numberedBy(List<String> all) {
        List<Integer> numbers =
                labels.stream().map(label -> all.indexOf(classes.get(label))).toList();
        return new RawExamples(place, shape, values, numbers, all, columns);
    }
}
