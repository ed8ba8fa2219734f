package org.vae4j.data.source.own;

import java.util.List;
import java.util.Objects;
import org.vae4j.data.ExampleShape;
import org.vae4j.data.source.image.ImageFolder;

/**
 * How files become examples.
 *
 * @param format of the files
 * @param shape of one example; empty: as the files say
 * @param resize height and width that images are brought to; empty: as they are
 * @param colour of images
 * @param labels where the classes stand: a column of a table, an array of an NPZ file, or a file; blank: beside the
 *     examples, if anywhere
 */
public record ReadRule(
        Format format, List<Integer> shape, List<Integer> resize, ImageFolder.Colour colour, String labels) {

    /**
     * Checks the sizes.
     *
     * @throws IllegalArgumentException if they are no shape, or no height and width
     */
    public ReadRule {
        Objects.requireNonNull(format, "format");
        Objects.requireNonNull(colour, "colour");
        Objects.requireNonNull(labels, "labels");
        shape = List.copyOf(shape);
        resize = List.copyOf(resize);
        if (!shape.isEmpty()) {
            ExampleShape.of(shape);
        }
        if (!resize.isEmpty() && (resize.size() != 2 || resize.get(0) < 1 || resize.get(1) < 1)) {
            throw new IllegalArgumentException(
                    "found data.resize " + resize + ", expected [height, width], each at least 1: correct it");
        }
    }

    /** {@return everything as the files say} */
    public static ReadRule asFound() {
        return new ReadRule(Format.AUTO, List.of(), List.of(), ImageFolder.Colour.AUTO, "");
    }
}
