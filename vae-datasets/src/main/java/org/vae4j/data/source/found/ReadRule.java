package org.vae4j.data.source.found;

import java.util.List;
import java.util.Objects;
import org.vae4j.data.ExampleShape;
import org.vae4j.data.source.image.PictureRule;

/**
 * The rule by which files become examples.
 *
 * @param format the format of the files
 * @param shape the shape of one example; empty where the files tell it
 * @param pictures the changes to each image
 * @param labels the place of the classes: a column of a table, an array of an NPZ or MATLAB file, or a file; blank
 *     where they are found by the name of the examples, if there are any
 */
public record ReadRule(Format format, List<Integer> shape, PictureRule pictures, String labels) {

    /**
     * Checks the shape.
     *
     * @throws IllegalArgumentException if it is no shape of an example
     */
    public ReadRule {
        Objects.requireNonNull(format, "format");
        Objects.requireNonNull(pictures, "pictures");
        Objects.requireNonNull(labels, "labels");
        shape = List.copyOf(shape);
        if (!shape.isEmpty()) {
            ExampleShape.of(shape);
        }
    }

    /** {@return the rule that takes everything from the files} */
    public static ReadRule asFound() {
        return new ReadRule(Format.AUTO, List.of(), PictureRule.NONE, "");
    }
}
