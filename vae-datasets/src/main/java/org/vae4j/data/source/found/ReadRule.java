package org.vae4j.data.source.found;

import java.util.List;
import java.util.Objects;
import org.vae4j.data.ExampleShape;
import org.vae4j.data.source.image.PictureRule;

/**
 * The rule by which files become examples.
 *
 * @param format of the files
 * @param shape of one example; empty: as the files say
 * @param pictures what is done to each image
 * @param labels where the classes stand: a column of a table, an array of an NPZ or MATLAB file, or a file; blank:
 *     beside the examples, if anywhere
 */
public record ReadRule(Format format, List<Integer> shape, PictureRule pictures, String labels) {

    /**
     * Checks the shape.
     *
     * @throws IllegalArgumentException if it is none
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

    /** {@return everything as the files say} */
    public static ReadRule asFound() {
        return new ReadRule(Format.AUTO, List.of(), PictureRule.NONE, "");
    }
}
