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
public final class ImageSet implements ExampleSet {

    private final String name;
    private final ImageShape shape;
    private final byte[] pixels;
    private final int[] labels;
    private final List<Factor> factors;
    private final float[] factorValues;
    private final int first;
    private final int size;
    private final DataRange values;

    private ImageSet(Builder from, int first, int size) {
        this.name = from.name;
        this.shape = from.shape;
        this.pixels = from.pixels;
        this.labels = from.labels;
        this.factors = from.factors;
        this.factorValues = from.factorValues;
        this.first = first;
        this.size = size;
        this.values = from.values;
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
        this.values = from.values;
    }

    private ImageSet(ImageSet from, String name, DataRange values) {
        this.name = name;
        this.shape = from.shape;
        this.pixels = from.pixels;
        this.labels = from.labels;
        this.factors = from.factors;
        this.factorValues = from.factorValues;
        this.first = from.first;
        this.size = from.size;
        this.values = values;
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

    @Override
    public String name() {
        return name;
    }

    @Override
    public ImageShape shape() {
        return shape;
    }

    @Override
    public DataRange values() {
        return values;
    }

    @Override
    public ImageSet images() {
        return this;
    }

    @Override
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
    @Override
    public void copyTo(int example, float[] target, int at) {
        int start = start(example);
        for (int j = 0; j < shape.size(); j++) {
            target[at + j] = (pixels[start + j] & 0xff) / 255f;
        }
    }

    @Override
    public boolean hasLabels() {
        return labels.length > 0;
    }

    @Override
    public int label(int example) {
        if (!hasLabels()) {
            throw new IllegalStateException(name + " has no labels, expected a labelled data set: use mnist instead");
        }
        return labels[first + Objects.checkIndex(example, size)];
    }

    @Override
    public List<Factor> factors() {
        return factors;
    }

    @Override
    public float factorValue(int example, int factor) {
        Objects.checkIndex(factor, factors.size());
        return factorValues[(first + Objects.checkIndex(example, size)) * factors.size() + factor];
    }

    @Override
    public ImageSet head(int n) {
        return range(0, n);
    }

    @Override
    public ImageSet range(int from, int to) {
        if (from < 0 || to > size || from >= to) {
            throw new IllegalArgumentException("asked for examples " + from + " to " + to + " of " + name
                    + ", expected a range of at least one example within 0 to " + size + ": ask for fewer");
        }
        return new ImageSet(this, name, first + from, to - from);
    }

    @Override
    public ImageSet named(String other) {
        return new ImageSet(this, other, first, size);
    }

    @Override
    public ImageSet subset(int[] examples) {
        byte[] chosen = new byte[Math.multiplyExact(examples.length, shape.size())];
        int[] classes = new int[hasLabels() ? examples.length : 0];
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
        int[] classes = hasLabels() ? Arrays.copyOfRange(labels, first, first + size) : labels;
        int width = factors.size();
        float[] values = Arrays.copyOfRange(factorValues, first * width, (first + size) * width);
        return withContent(name, changed, classes, values, size);
    }

    @Override
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

    /**
     * The same examples, binarised.
     *
     * @param changed all images, example after example, of 0 and 255 alone; kept, not copied
     * @return a set with the same name, labels and factors
     */
    public ImageSet binarised(byte[] changed) {
        ImageSet set = withPixels(changed);
        return new ImageSet(set, set.name, DataRange.BINARY);
    }

    private ImageSet withContent(String title, byte[] content, int[] classes, float[] values, int expected) {
        Builder builder = new Builder(title, shape, content);
        builder.labels = classes;
        builder.factors = factors;
        builder.factorValues = values;
        builder.values = this.values;
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
        private int[] labels = new int[0];
        private DataRange values = DataRange.UNIT_INTERVAL;
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
            labels = new int[classes.length];
            for (int i = 0; i < classes.length; i++) {
                labels[i] = classes[i] & 0xff;
            }
            return this;
        }

        /**
         * Adds classes of any number.
         *
         * @param classes one per example, each at least 0; copied
         * @return this
         */
        public Builder labels(int[] classes) {
            labels = classes.clone();
            return this;
        }

        /**
         * Says that every pixel is 0 or 255.
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
