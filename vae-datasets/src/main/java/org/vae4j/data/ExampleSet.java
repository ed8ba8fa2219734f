package org.vae4j.data;

import java.util.List;

/**
 * An immutable set of examples: images or rows of a table, with class labels and ground-truth factors where they are
 * known.
 *
 * <p>{@link ImageSet} keeps 8-bit images as bytes, {@link FloatSet} keeps numbers of any range as floats. {@link #head}
 * and {@link #range(int, int)} are views: they share the memory. Safe for use by many threads.
 */
public sealed interface ExampleSet permits StoredSet {

    /**
     * The name of data set and part.
     *
     * @return for example {@code mnist/train}
     */
    String name();

    /**
     * The shape of every example.
     *
     * @return that of an image, or of a row of a table
     */
    ExampleShape shape();

    /**
     * The range of the features.
     *
     * @return the range of all numbers that {@link #copyTo} writes
     */
    DataRange values();

    /**
     * The number of examples.
     *
     * @return at least 1
     */
    int size();

    /**
     * Copies one example as the numbers that a model sees. Images are written channel by channel, row by row.
     *
     * @param example 0 to {@code size() - 1}
     * @param target takes the values
     * @param at index in {@code target} of the first value
     */
    void copyTo(int example, float[] target, int at);

    /**
     * Whether the classes of the examples are known.
     *
     * @return true if {@link #label} may be called
     */
    boolean hasLabels();

    /**
     * The class of one example.
     *
     * @param example 0 to {@code size() - 1}
     * @return at least 0
     * @throws IllegalStateException if the set has no labels
     */
    int label(int example);

    /**
     * The ground-truth factors of a generated set.
     *
     * @return empty for recorded data
     */
    List<Factor> factors();

    /**
     * The value of one factor for one example.
     *
     * @param example 0 to {@code size() - 1}
     * @param factor index in {@link #factors()}
     * @return the value, in the factor's unit
     */
    float factorValue(int example, int factor);

    /**
     * The first examples, as a view.
     *
     * @param n 1 to {@code size()}
     * @return the first {@code n} examples
     */
    default ExampleSet head(int n) {
        return range(0, n);
    }

    /**
     * Successive examples, as a view.
     *
     * @param from first example
     * @param to one after the last example, greater than {@code from}
     * @return examples {@code from} to {@code to - 1}
     * @throws IllegalArgumentException if the range is empty or outside the set
     */
    ExampleSet range(int from, int to);

    /**
     * The same examples under another name, as a view.
     *
     * @param other name of data set and part
     * @return a set that differs in its name only
     */
    ExampleSet named(String other);

    /**
     * Chosen examples: a copy, or, where the set is mapped from a file, a view.
     *
     * @param examples indices of at least one example, in the order wanted; may repeat
     * @return a set of {@code examples.length} examples
     * @throws IllegalArgumentException if no example is chosen
     */
    ExampleSet subset(int[] examples);

    /**
     * The SHA-256 of the content: shape, then every value.
     *
     * @return 64 hexadecimal digits; the same for the same examples on every machine
     */
    String sha256();

    /**
     * The SHA-256 of the classes, in the order of the examples.
     *
     * @return 64 hexadecimal digits; the same for the same classes on every machine
     * @throws IllegalStateException if the set has no labels
     */
    String labelsSha256();

    /**
     * Whether the values lie in a file that is mapped into memory.
     *
     * @return false for a set that is held in the heap
     */
    boolean isMapped();

    /**
     * These examples as a set of 8-bit images.
     *
     * @return the same set
     * @throws DataException if they are not 8-bit images
     */
    default ImageSet images() {
        throw new DataException(
                this + " are no 8-bit images, expected such: use a data set of images with whole values from 0 to 255");
    }

    /**
     * The shape of the images.
     *
     * @return channels, height and width
     * @throws DataException if the examples are rows of a table, which have no pictures
     */
    default ImageShape imageShape() {
        if (shape() instanceof ImageShape shape) {
            return shape;
        }
        throw new DataException(name() + " is a table of " + shape()
                + " columns and has no pictures, expected images: give their size by data.shape, if they are any");
    }
}
