package org.vae4j.data;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/** An immutable set of examples in memory whose values are floats: rows of a table, or images of more than 8 bits. */
public final class FloatSet implements ExampleSet {

    private static final int BYTES = Float.BYTES;

    private final String name;
    private final ExampleShape shape;
    private final DataRange values;
    private final float[] numbers;
    private final int[] labels;
    private final int first;
    private final int size;

    private FloatSet(FloatSet from, String name, int first, int size) {
        this.name = Objects.requireNonNull(name, "name");
        this.shape = from.shape;
        this.values = from.values;
        this.numbers = from.numbers;
        this.labels = from.labels;
        this.first = first;
        this.size = size;
    }

    private FloatSet(String name, ExampleShape shape, DataRange values, float[] numbers, int[] labels) {
        this.name = Objects.requireNonNull(name, "name");
        this.shape = Objects.requireNonNull(shape, "shape");
        this.values = Objects.requireNonNull(values, "values");
        this.numbers = Objects.requireNonNull(numbers, "numbers");
        this.labels = labels.clone();
        this.first = 0;
        this.size = numbers.length / shape.size();
        if (size == 0 || size * shape.size() != numbers.length) {
            throw new IllegalArgumentException(name + " has " + numbers.length
                    + " values, expected a positive multiple of " + shape.size() + " (" + shape
                    + "): pass whole examples");
        }
        if (labels.length != 0 && labels.length != size) {
            throw new IllegalArgumentException(name + " has " + labels.length + " labels, expected " + size
                    + ": pass as many as there are examples");
        }
    }

    /**
     * A set of numbers.
     *
     * @param name of data set and part, for example {@code frey/train}
     * @param shape of every example
     * @param values the range that the numbers keep to; who makes the set has checked it
     * @param numbers all examples, one after the other; kept, not copied: do not change it afterwards
     * @param labels one class per example, or none at all
     * @return the set
     * @throws IllegalArgumentException if the counts do not fit together
     */
    public static FloatSet of(String name, ExampleShape shape, DataRange values, float[] numbers, int[] labels) {
        return new FloatSet(name, shape, values, numbers, labels);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public ExampleShape shape() {
        return shape;
    }

    @Override
    public DataRange values() {
        return values;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public void copyTo(int example, float[] target, int at) {
        System.arraycopy(numbers, (first + Objects.checkIndex(example, size)) * shape.size(), target, at, shape.size());
    }

    @Override
    public boolean hasLabels() {
        return labels.length > 0;
    }

    @Override
    public int label(int example) {
        if (!hasLabels()) {
            throw new IllegalStateException(name + " has no labels, expected a labelled data set: name them");
        }
        return labels[first + Objects.checkIndex(example, size)];
    }

    @Override
    public List<Factor> factors() {
        return List.of();
    }

    @Override
    public float factorValue(int example, int factor) {
        throw new IndexOutOfBoundsException(name + " has no factors");
    }

    @Override
    public FloatSet range(int from, int to) {
        if (from < 0 || to > size || from >= to) {
            throw new IllegalArgumentException("asked for examples " + from + " to " + to + " of " + name
                    + ", expected a range of at least one example within 0 to " + size + ": ask for fewer");
        }
        return new FloatSet(this, name, first + from, to - from);
    }

    @Override
    public FloatSet named(String other) {
        return new FloatSet(this, other, first, size);
    }

    @Override
    public FloatSet subset(int[] examples) {
        float[] chosen = new float[Math.multiplyExact(examples.length, shape.size())];
        int[] classes = new int[hasLabels() ? examples.length : 0];
        for (int i = 0; i < examples.length; i++) {
            copyTo(examples[i], chosen, i * shape.size());
            if (hasLabels()) {
                classes[i] = label(examples[i]);
            }
        }
        return new FloatSet(name, shape, values, chosen, classes);
    }

    @Override
    public String sha256() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(("numbers " + size + "x" + shape + "\n").getBytes(StandardCharsets.UTF_8));
            float[] row = new float[shape.size()];
            ByteBuffer bytes = ByteBuffer.allocate(BYTES * row.length);
            for (int i = 0; i < size; i++) {
                copyTo(i, row, 0);
                bytes.clear();
                bytes.asFloatBuffer().put(row);
                digest.update(bytes);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return name + " (" + size + " examples of " + shape + " numbers)";
    }
}
