package org.vae4j.data;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Objects;
import org.vae4j.data.store.FloatSpool;
import org.vae4j.data.store.FloatStore;

/** An immutable set of examples whose values are floats: rows of a table, or images of more than 8 bits. */
public final class FloatSet extends StoredSet {

    private final ExampleShape shape;
    private final FloatStore numbers;

    private FloatSet(FloatSet from, String name, Selection rows) {
        super(name, from.values(), rows, from.known());
        this.shape = from.shape;
        this.numbers = from.numbers;
    }

    private FloatSet(String name, ExampleShape shape, DataRange values, FloatStore numbers, Annotations known) {
        super(name, values, Selection.all(examples(name, "values", numbers.size(), shape)), known);
        this.shape = Objects.requireNonNull(shape, "shape");
        this.numbers = Objects.requireNonNull(numbers, "numbers");
        known.requireRows(name, size());
    }

    /**
     * Makes a set of numbers in the heap.
     *
     * @param name of data set and part, for example {@code frey/train}
     * @param shape of every example
     * @param values the range of the numbers, which is not checked here
     * @param numbers all examples, one after the other; kept, not copied: do not change it afterwards
     * @param labels one class per example, each at least 0; or none at all
     * @return the set
     * @throws IllegalArgumentException if the numbers are no whole examples, or the labels do not fit them
     */
    public static FloatSet of(String name, ExampleShape shape, DataRange values, float[] numbers, int[] labels) {
        return of(name, shape, values, FloatStore.of(numbers), labels);
    }

    /**
     * Makes a set of numbers in any store.
     *
     * @param name of data set and part, for example {@code frey/train}
     * @param shape of every example
     * @param values the range of the numbers, which is not checked here
     * @param numbers all examples, one after the other
     * @param labels one class per example, each at least 0; or none at all
     * @return the set
     * @throws IllegalArgumentException if the numbers are no whole examples, or the labels do not fit them
     */
    public static FloatSet of(String name, ExampleShape shape, DataRange values, FloatStore numbers, int[] labels) {
        return new FloatSet(name, shape, values, numbers, Annotations.NONE.withLabels(labels));
    }

    @Override
    public ExampleShape shape() {
        return shape;
    }

    @Override
    public void copyTo(int example, float[] target, int at) {
        numbers.copy(start(example), target, at, shape.size());
    }

    @Override
    public FloatSet range(int from, int to) {
        return new FloatSet(this, name(), rows().range(from, to, name()));
    }

    @Override
    public FloatSet named(String other) {
        return new FloatSet(this, other, rows());
    }

    @Override
    public FloatSet subset(int[] examples) {
        Selection chosen = rows().chosen(examples);
        if (numbers.isMapped()) {
            return new FloatSet(this, name(), chosen);
        }
        FloatSpool copies = new FloatSpool((long) examples.length * shape.size());
        float[] row = new float[shape.size()];
        for (int example : examples) {
            copyTo(example, row, 0);
            copies.append(row, 0, row.length);
        }
        return new FloatSet(name(), shape, values(), copies.finish(), known().selected(chosen));
    }

    @Override
    public boolean isMapped() {
        return numbers.isMapped();
    }

    @Override
    String header() {
        return "numbers " + size() + "x" + shape;
    }

    @Override
    void digest(int example, MessageDigest digest) {
        float[] row = new float[shape.size()];
        copyTo(example, row, 0);
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * row.length);
        bytes.asFloatBuffer().put(row);
        digest.update(bytes);
    }

    @Override
    public String toString() {
        return name() + " (" + size() + " examples of " + shape + " numbers)";
    }
}
