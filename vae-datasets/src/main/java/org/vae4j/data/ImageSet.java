package org.vae4j.data;

import java.security.MessageDigest;
import java.util.List;
import java.util.Objects;
import org.vae4j.data.store.ByteSpool;
import org.vae4j.data.store.ByteStore;

/**
 * An immutable set of 8-bit images, with class labels and ground-truth factors where they are known.
 *
 * <p>Images are kept one after the other as bytes 0..255, each as described by {@link ImageShape}. {@link #head} and
 * {@link #range} are views: they share the memory. Safe for use by many threads.
 */
public final class ImageSet extends StoredSet {

    private final ImageShape shape;
    private final ByteStore pixels;

    private ImageSet(Builder from) {
        super(
                from.name,
                from.values,
                Selection.all(examples(from.name, "bytes of pixels", from.pixels.size(), from.shape)),
                from.known);
        this.shape = from.shape;
        this.pixels = from.pixels;
        known().requireRows(name(), size());
    }

    private ImageSet(ImageSet from, String name, Selection rows) {
        super(name, from.values(), rows, from.known());
        this.shape = from.shape;
        this.pixels = from.pixels;
    }

    /**
     * Starts a set of images in the heap.
     *
     * @param name of data set and part, for example {@code mnist/train}; random binarisation depends on it
     * @param shape of every image
     * @param pixels all images, example after example; kept, not copied: do not change it afterwards
     * @return a builder to add labels or factors to
     */
    public static Builder builder(String name, ImageShape shape, byte[] pixels) {
        return new Builder(name, shape, ByteStore.of(pixels));
    }

    /**
     * Starts a set of images in any store.
     *
     * @param name of data set and part, for example {@code mnist/train}; random binarisation depends on it
     * @param shape of every image
     * @param pixels all images, example after example
     * @return a builder to add labels or factors to
     */
    public static Builder builder(String name, ImageShape shape, ByteStore pixels) {
        return new Builder(name, shape, pixels);
    }

    @Override
    public ImageShape shape() {
        return shape;
    }

    @Override
    public ImageSet images() {
        return this;
    }

    /**
     * One value of one image.
     *
     * @param example 0 to {@code size() - 1}
     * @param feature 0 to {@code shape().size() - 1}, counted through the planes row by row
     * @return 0 to 255
     */
    public int pixel(int example, int feature) {
        return pixels.get(start(example) + Objects.checkIndex(feature, shape.size()));
    }

    /**
     * Copies the bytes of one image.
     *
     * @param example 0 to {@code size() - 1}
     * @param target takes the unsigned bytes
     * @param at index in {@code target} of the first byte
     */
    public void copyPixels(int example, byte[] target, int at) {
        pixels.copy(start(example), target, at, shape.size());
    }

    /**
     * Copies one image as numbers in [0, 1], each {@code byte / 255f}.
     *
     * @param example 0 to {@code size() - 1}
     * @param target takes the values
     * @param at index in {@code target} of the first value
     */
    @Override
    public void copyTo(int example, float[] target, int at) {
        byte[] row = new byte[shape.size()];
        copyPixels(example, row, 0);
        for (int j = 0; j < row.length; j++) {
            target[at + j] = (row[j] & 0xff) / 255f;
        }
    }

    @Override
    public ImageSet head(int n) {
        return range(0, n);
    }

    @Override
    public ImageSet range(int from, int to) {
        return new ImageSet(this, name(), rows().range(from, to, name()));
    }

    @Override
    public ImageSet named(String other) {
        return new ImageSet(this, other, rows());
    }

    @Override
    public ImageSet subset(int[] examples) {
        Selection chosen = rows().chosen(examples);
        if (pixels.isMapped()) {
            return new ImageSet(this, name(), chosen);
        }
        ByteSpool copies = new ByteSpool((long) examples.length * shape.size());
        byte[] row = new byte[shape.size()];
        for (int example : examples) {
            copyPixels(example, row, 0);
            copies.append(row, 0, row.length);
        }
        return with(shape, copies.finish(), chosen, values());
    }

    @Override
    public boolean isMapped() {
        return pixels.isMapped();
    }

    /** Changes the bytes of one image in place. */
    @FunctionalInterface
    public interface Change {
        /**
         * Changes an image.
         *
         * @param example its index in the set
         * @param row its bytes, which are overwritten when the next image is changed
         */
        void apply(int example, byte[] row);
    }

    /**
     * The same examples with other pixels, for example binarised ones.
     *
     * @param change the change of each image
     * @param range of the changed values: bytes are {@link DataRange#BINARY} or {@link DataRange#LEVELS}
     * @return a set with the same name, labels and factors
     * @throws IllegalArgumentException for a range that bytes do not have
     */
    public ImageSet changed(Change change, DataRange range) {
        return redrawn(
                shape,
                (example, row) -> {
                    change.apply(example, row);
                    return row;
                },
                range);
    }

    /** Makes another image of one image. */
    @FunctionalInterface
    public interface Redrawing {
        /**
         * Draws an image anew.
         *
         * @param example its index in the set
         * @param row its bytes; may be changed, and are overwritten when the next image is drawn
         * @return the bytes of the new image
         */
        byte[] of(int example, byte[] row);
    }

    /**
     * The same examples as images of another shape.
     *
     * @param other shape of each new image
     * @param redrawing draws each new image
     * @param range of the new values: bytes are {@link DataRange#BINARY} or {@link DataRange#LEVELS}
     * @return a set with the same name, labels and factors
     * @throws IllegalArgumentException for a range that bytes do not have, or a new image of another length
     */
    public ImageSet redrawn(ImageShape other, Redrawing redrawing, DataRange range) {
        if (range.compareTo(DataRange.LEVELS) > 0) {
            throw new IllegalArgumentException(
                    name() + ": found the range " + range + " for bytes, expected BINARY or LEVELS, their 256 values");
        }
        ByteSpool redrawn = new ByteSpool((long) size() * other.size());
        byte[] row = new byte[shape.size()];
        for (int i = 0; i < size(); i++) {
            copyPixels(i, row, 0);
            byte[] image = redrawing.of(i, row);
            if (image.length != other.size()) {
                throw new IllegalArgumentException(name() + ": found " + image.length + " bytes for the new image " + i
                        + ", expected " + other.size() + " for the shape " + other + ": draw images of this shape");
            }
            redrawn.append(image, 0, image.length);
        }
        return with(other, redrawn.finish(), rows(), range);
    }

    private ImageSet with(ImageShape other, ByteStore content, Selection chosen, DataRange range) {
        Builder builder = new Builder(name(), other, content);
        builder.known = known().selected(chosen);
        builder.values = range;
        return builder.build();
    }

    @Override
    String header() {
        return "images " + size() + "x" + shape;
    }

    @Override
    void digest(int example, MessageDigest digest) {
        byte[] row = new byte[shape.size()];
        copyPixels(example, row, 0);
        digest.update(row);
    }

    @Override
    public String toString() {
        return name() + " (" + size() + " images of " + shape + ")";
    }

    /** Collects the parts of an {@link ImageSet} and checks that they fit together. */
    public static final class Builder {

        private final String name;
        private final ImageShape shape;
        private final ByteStore pixels;
        private DataRange values = DataRange.LEVELS;
        private Annotations known = Annotations.NONE;

        private Builder(String name, ImageShape shape, ByteStore pixels) {
            this.name = Objects.requireNonNull(name, "name");
            this.shape = Objects.requireNonNull(shape, "shape");
            this.pixels = Objects.requireNonNull(pixels, "pixels");
        }

        /**
         * Adds classes.
         *
         * @param classes one unsigned byte per example; copied
         * @return this
         */
        public Builder labels(byte[] classes) {
            int[] numbers = new int[classes.length];
            for (int i = 0; i < classes.length; i++) {
                numbers[i] = classes[i] & 0xff;
            }
            return labels(numbers);
        }

        /**
         * Adds classes of any number.
         *
         * @param classes one per example, each at least 0; copied
         * @return this
         */
        public Builder labels(int[] classes) {
            known = known.withLabels(classes);
            return this;
        }

        /**
         * States that every pixel is 0 or 255, which is not checked.
         *
         * @return this
         */
        public Builder binary() {
            values = DataRange.BINARY;
            return this;
        }

        /**
         * Adds ground-truth factors.
         *
         * @param names the factors
         * @param values example after example, one value per factor; copied
         * @return this
         */
        public Builder factors(List<Factor> names, float[] values) {
            known = known.withFactors(names, values);
            return this;
        }

        /**
         * Builds the image set.
         *
         * @return an immutable set
         * @throws IllegalArgumentException if pixels, labels and factor values disagree about the number of examples,
         *     or a label is negative
         */
        public ImageSet build() {
            return new ImageSet(this);
        }
    }
}
