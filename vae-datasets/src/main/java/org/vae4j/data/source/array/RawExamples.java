package org.vae4j.data.source.array;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import org.vae4j.data.CorruptDataException;
import org.vae4j.data.ExampleShape;

/**
 * Examples as a file holds them, before their values are scaled. Immutable.
 *
 * @param place the file or folder, for messages
 * @param shape the shape of every example
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
     * Checks that the values are whole examples, and that there are as many labels as examples, or none.
     *
     * @throws CorruptDataException if there is another number of labels
     * @throws IllegalArgumentException if the values are not whole examples
     */
    public RawExamples {
        labels = List.copyOf(labels);
        classes = List.copyOf(classes);
        columns = List.copyOf(columns);
        long examples = values.length() / shape.size();
        if (examples * shape.size() != values.length()) {
            throw new IllegalArgumentException(place + ": found " + values.length() + " values, expected a multiple of "
                    + shape.size() + " as an example of " + shape + " has: pass whole examples");
        }
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
        return Math.toIntExact(values.length() / shape.size());
    }

    /**
     * Adds classes that are numbers without names.
     *
     * @param numbers one class per example
     * @param origin the file or array of the numbers, for messages
     * @return a copy
     * @throws CorruptDataException if there are more or fewer than examples
     */
    public RawExamples labelled(List<Integer> numbers, String origin) {
        if (numbers.size() != size()) {
            throw new CorruptDataException(origin + ": found " + numbers.size() + " labels, expected " + size()
                    + " as there are examples in " + place + ": correct the file, or name another by data.labels");
        }
        return new RawExamples(place, shape, values, numbers, List.of(), columns);
    }

    /**
     * Numbers the classes by another list of names, so that several parts agree.
     *
     * @param all a list of names that contains all of {@link #classes()}
     * @return a copy
     */
    public RawExamples numberedBy(List<String> all) {
        List<Integer> numbers =
                labels.stream().map(label -> all.indexOf(classes.get(label))).toList();
        return new RawExamples(place, shape, values, numbers, all, columns);
    }

    /**
     * Makes all examples members of one class.
     *
     * @param name the name of the class
     * @return a copy
     */
    public RawExamples ofClass(String name) {
        return new RawExamples(place, shape, values, Collections.nCopies(size(), 0), List.of(name), columns);
    }

    /**
     * Joins the examples of several files. Classes keep their names and are numbered anew.
     *
     * @param parts the examples of at least one file
     * @param place the folder of the files, for messages
     * @return all examples, with labels where all parts have labels
     * @throws CorruptDataException if they differ in the shape of an example or in their columns
     */
    public static RawExamples joined(List<RawExamples> parts, String place) {
        RawExamples first = parts.get(0);
        parts.forEach(part -> part.requireAlike(first));
        TreeSet<String> names = new TreeSet<>();
        parts.forEach(part -> names.addAll(part.classes));
        List<String> all = List.copyOf(names);
        boolean labelled = parts.stream().noneMatch(part -> part.labels.isEmpty());
        List<Integer> labels = new ArrayList<>();
        for (RawExamples part : labelled ? parts : List.<RawExamples>of()) {
            labels.addAll(part.classes.isEmpty() ? part.labels : part.numberedBy(all).labels);
        }
        List<NumberArray> rows = parts.stream()
                .map(part -> part.values.reshaped(List.of(part.size(), part.shape.size())))
                .toList();
        return new RawExamples(place, first.shape, NumberArray.joined(rows), labels, all, first.columns);
    }

    /**
     * Checks that these examples can be used beside others.
     *
     * @param other the other examples
     * @throws CorruptDataException if they differ in the shape of an example or in their columns
     */
    public void requireAlike(RawExamples other) {
        if (!shape.equals(other.shape) || !columns.equals(other.columns)) {
            throw new CorruptDataException(place + ": found examples of " + shape + " " + columns + ", expected "
                    + other.shape + " " + other.columns + " as in " + other.place + ": use parts of one data set");
        }
    }

    /**
     * Replaces the values; labels and classes stay.
     *
     * @param otherShape the shape of each new example
     * @param otherValues the values of as many examples
     * @return a copy
     */
    public RawExamples with(ExampleShape otherShape, NumberArray otherValues) {
        return new RawExamples(place, otherShape, otherValues, labels, classes, List.of());
    }
}
