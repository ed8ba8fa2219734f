package org.vae4j.data;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/**
 * An immutable set of 8-bit images in memory, with class labels and ground-truth factors where they are known.
 *
 * <p>Images are kept one after the other as bytes 0..255, each as described by {@link ImageShape}. {@link #head} and
 * {@link #range} are views: they share the memory. Safe for use by many threads.
 */
public final class ImageSet {

    private final String name;
    private final ImageShape shape;
    private final byte[] pixels;
    private final byte[] labels;
    private final List<Factor> factors;
    private final float[] factorValues;
    private final int first;
    private final int size;

    private ImageSet(Builder from, int first, int size) {
        this.name = from.name;
        this.shape = from.shape;
        this.pixels = from.pixels;
        this.labels = from.labels;
        this.factors = from.factors;
        this.factorValues = from.factorValues;
        this.first = first;
        this.size = size;
    }

    private ImageSet(ImageSet from, String name, int first, int size) {
        this.name = name;
        this.shape = from.shape;
        this.pixels = from.pixels;
        this.labels = from.labels;
        this.factors = from.factors;
        this.factorValues = from.factorValues;
        this.first = first;
        this.size = size;
    }

    /**
     * Starts an image set.
     *
     * @param name of data set and part, for example {@code mnist/train}; random binarisation depends on it
     * @param shape of every image
     * @param pixels all images, example after example; kept, not copied: do not change it afterwards
     * @return a builder to add labels or factors to
     */
    public static Builder builder(String name, ImageShape shape, byte[] pixels) {
        return new Builder(name, shape, pixels);
    }

    /**
     * The name of data set and part.
     *
     * @return for example {@code mnist/train}
     */
    public String name() {
        return name;
    }

    /**
     * The shape of every image.
     *
     * @return channels, height and width
     */
    public ImageShape shape() {
        return shape;
    }

    /**
     * The number of examples.
     *
     * @return at least 1
     */
    public int size() {
        return size;
    }

    /**
     * One value of one image.
     *
     * @param example 0 to {@code size() - 1}
     * @param feature 0 to {@code shape().size() - 1}, counted through the planes row by row
     * @return 0 to 255
     */
    public int pixel(int example, int feature) {
        Objects.checkIndex(feature, shape.size());
        return pixels[start(example) + feature] & 0xff;
    }

    /**
     * Copies the bytes of one image.
     *
     * @param example 0 to {@code size() - 1}
     * @param target where to; unsigned bytes
     * @param at index in {@code target} of the first byte
     */
    public void copyPixels(int example, byte[] target, int at) {
        System.arraycopy(pixels, start(example), target, at, shape.size());
    }

    /**
     * Copies one image as numbers in [0, 1], each {@code byte / 255f}.
     *
     * @param example 0 to {@code size() - 1}
     * @param target where to
     * @param at index in {@code target} of the first value
     */
    public void copyTo(int example, float[] target, int at) {
        int start = start(example);
        for (int j = 0; j < shape.size(); j++) {
            target[at + j] = (pixels[start + j] & 0xff) / 255f;
        }
    }

    /**
     * Whether classes are known.
     *
     * @return true if {@link #label} may be called
     */
    public boolean hasLabels() {
        return labels.length > 0;
    }

    /**
     * The class of one example.
     *
     * @param example 0 to {@code size() - 1}
     * @return 0 to 255
     * @throws IllegalStateException if the set has no labels
     */
    public int label(int example) {
        if (!hasLabels()) {
            throw new IllegalStateException(name + " has no labels, expected a labelled data set: use mnist instead");
        }
        return labels[first + Objects.checkIndex(example, size)] & 0xff;
    }

    /**
     * The ground-truth factors of a generated set.
     *
     * @return empty for recorded data
     */
    public List<Factor> factors() {
        return factors;
    }

    /**
     * The value of one factor for one example.
     *
     * @param example 0 to {@code size() - 1}
     * @param factor index in {@link #factors()}
     * @return the value, in the factor's unit
     */
    public float factorValue(int example, int factor) {
        Objects.checkIndex(factor, factors.size());
        return factorValues[(first + Objects.checkIndex(example, size)) * factors.size() + factor];
    }

    /**
     * The first examples, as a view.
     *
     * @param n 1 to {@code size()}
     * @return the first {@code n} examples
     */
    public ImageSet head(int n) {
        return range(0, n);
    }

    /**
     * Some successive examples, as a view.
     *
     * @param from first example
     * @param to one after the last example, greater than {@code from}
     * @return examples {@code from} to {@code to - 1}
     * @throws IllegalArgumentException if the range is empty or outside the set
     */
    public ImageSet range(int from, int to) {
        if (from < 0 || to > size || from >= to) {
            throw new IllegalArgumentException("asked for examples " + from + " to " + to + " of " + name
                    + ", expected a range of at least one example within 0 to " + size + ": ask for fewer");
        }
        return new ImageSet(this, name, first + from, to - from);
    }

    /**
     * The same examples under another name, as a view.
     *
     * @param other name of data set and part
     * @return a set that differs in its name only
     */
    public ImageSet named(String other) {
        return new ImageSet(this, other, first, size);
    }

    /**
     * Chosen examples, copied.
     *
     * @param examples indices, in the order wanted; may repeat
     * @return a set of {@code examples.length} examples
     */
    public ImageSet subset(int[] examples) {
        byte[] chosen = new byte[Math.multiplyExact(examples.length, shape.size())];
        byte[] classes = new byte[hasLabels() ? examples.length : 0];
        float[] values = new float[examples.length * factors.size()];
        for (int i = 0; i < examples.length; i++) {
            copyPixels(examples[i], chosen, i * shape.size());
            if (hasLabels()) {
                classes[i] = labels[first + examples[i]];
            }
            int width = factors.size();
            System.arraycopy(factorValues, (first + examples[i]) * width, values, i * width, width);
        }
        return withContent(name, chosen, classes, values, examples.length);
    }

    /**
     * The same examples with other pixels, for example binarised ones.
     *
     * @param changed all images, example after example; kept, not copied
     * @return a set with the same name, labels and factors
     */
    public ImageSet withPixels(byte[] changed) {
        byte[] classes = hasLabels() ? Arrays.copyOfRange(labels, first, first + size) : labels;
        int width = factors.size();
        float[] values = Arrays.copyOfRange(factorValues, first * width, (first + size) * width);
        return withContent(name, changed, classes, values, size);
    }

    /**
     * The SHA-256 of the content: shape, then every pixel.
     *
     * @return 64 hexadecimal digits; the same for the same images on every machine
     */
    public String sha256() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(("images " + size + "x" + shape + "\n").getBytes(StandardCharsets.UTF_8));
            digest.update(pixels, first * shape.size(), size * shape.size());
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return name + " (" + size + " images of " + shape + ")";
    }

    private ImageSet withContent(String title, byte[] content, byte[] classes, float[] values, int expected) {
        Builder builder = new Builder(title, shape, content);
        builder.labels = classes;
        builder.factors = factors;
        builder.factorValues = values;
        ImageSet set = builder.build();
        if (set.size != expected) {
            throw new IllegalArgumentException("got pixels of " + set.size + " images for " + title + ", expected "
                    + expected + ": pass one image an example");
        }
        return set;
    }

    private int start(int example) {
        return (first + Objects.checkIndex(example, size)) * shape.size();
    }

    /** Collects the parts of an {@link ImageSet} and checks that they fit together. */
    public static final class Builder {

        private final String name;
        private final ImageShape shape;
        private final byte[] pixels;
        private byte[] labels = new byte[0];
        private List<Factor> factors = List.of();
        private float[] factorValues = new float[0];

        private Builder(String name, ImageShape shape, byte[] pixels) {
            this.name = Objects.requireNonNull(name, "name");
            this.shape = Objects.requireNonNull(shape, "shape");
            this.pixels = Objects.requireNonNull(pixels, "pixels");
        }

        /**
         * Adds classes.
         *
         * @param classes one unsigned byte an example; copied
         * @return this
         */
        public Builder labels(byte[] classes) {
            labels = classes.clone();
            return this;
        }

        /**
         * Adds ground-truth factors.
         *
         * @param names the factors
         * @param values example after example, one value a factor; copied
         * @return this
         */
        public Builder factors(List<Factor> names, float[] values) {
            factors = List.copyOf(names);
            factorValues = values.clone();
            return this;
        }

        /**
         * The image set.
         *
         * @return an immutable set
         * @throws IllegalArgumentException if pixels, labels and factor values disagree about the number of examples
         */
        public ImageSet build() {
            int n = pixels.length / shape.size();
            if (n == 0 || n * shape.size() != pixels.length) {
                throw new IllegalArgumentException(name + " has " + pixels.length
                        + " bytes of pixels, expected a positive multiple of " + shape.size() + " (" + shape
                        + "): pass whole images");
            }
            requireCount("labels", labels.length, labels.length == 0 ? 0 : n);
            requireCount("factor values", factorValues.length, n * factors.size());
            return new ImageSet(this, 0, n);
        }

        private void requireCount(String what, int found, int expected) {
            if (found != expected) {
                throw new IllegalArgumentException(name + " has " + found + " " + what + ", expected " + expected
                        + ": pass as many as there are images");
            }
        }
    }
}
