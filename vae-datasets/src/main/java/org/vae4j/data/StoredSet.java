package org.vae4j.data;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/** The common part of sets of bytes and of floats: the rows of a store that they show, and their annotations. */
abstract sealed class StoredSet implements ExampleSet permits ImageSet, FloatSet {

    private final String name;
    private final DataRange values;
    private final Selection rows;
    private final Annotations known;

    StoredSet(String name, DataRange values, Selection rows, Annotations known) {
        this.name = Objects.requireNonNull(name, "name");
        this.values = Objects.requireNonNull(values, "values");
        this.rows = rows;
        this.known = known;
    }

    /** Computes how many examples of a shape a store holds, which must be whole examples. */
    static int examples(String name, String what, long found, ExampleShape shape) {
        long count = found / shape.size();
        if (count == 0 || count * shape.size() != found || count > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(name + " has " + found + " " + what
                    + ", expected a positive multiple of " + shape.size() + " (" + shape + "): pass whole examples");
        }
        return (int) count;
    }

    final Selection rows() {
        return rows;
    }

    final Annotations known() {
        return known;
    }

    /** The place in the store of an example's first value. */
    final long start(int example) {
        return (long) rows.row(example) * shape().size();
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final DataRange values() {
        return values;
    }

    @Override
    public final int size() {
        return rows.size();
    }

    @Override
    public final boolean hasLabels() {
        return known.hasLabels();
    }

    @Override
    public final int label(int example) {
        if (!hasLabels()) {
            throw new IllegalStateException(name + " has no labels, expected a labelled data set: name its labels");
        }
        return known.label(rows.row(example));
    }

    @Override
    public final List<Factor> factors() {
        return known.factors();
    }

    @Override
    public final float factorValue(int example, int factor) {
        return known.factorValue(rows.row(example), factor);
    }

    /** Adds the values of an example to a digest. */
    abstract void digest(int example, MessageDigest digest);

    /** The line that a digest of the content begins with. */
    abstract String header();

    @Override
    public final String sha256() {
        MessageDigest digest = newDigest();
        digest.update((header() + "\n").getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < size(); i++) {
            digest(i, digest);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    @Override
    public final String labelsSha256() {
        MessageDigest digest = newDigest();
        digest.update(("labels " + size() + "\n").getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < size(); i++) {
            int label = label(i);
            digest.update(
                    new byte[] {(byte) (label >>> 24), (byte) (label >>> 16), (byte) (label >>> 8), (byte) label});
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** The rows of a store that a set shows: successive ones, or a list of them. Immutable. */
    static final class Selection {

        private final int first;
        private final int size;
        /** The rows by place; empty where the places are the rows. */
        private final int[] listed;

        private Selection(int first, int size, int[] listed) {
            this.first = first;
            this.size = size;
            this.listed = listed;
        }

        /** All rows of a store. */
        static Selection all(int size) {
            return new Selection(0, size, new int[0]);
        }

        int size() {
            return size;
        }

        /** The row of an example. */
        int row(int example) {
            int place = first + Objects.checkIndex(example, size);
            return listed.length == 0 ? place : listed[place];
        }

        /** The rows of successive examples of this selection. */
        Selection range(int from, int to, String name) {
            if (from < 0 || to > size || from >= to) {
                throw new IllegalArgumentException("asked for examples " + from + " to " + to + " of " + name
                        + ", expected a range of at least one example within 0 to " + size + ": ask for fewer");
            }
            return new Selection(first + from, to - from, listed);
        }

        /** The rows of these examples, in the order wanted. */
        Selection chosen(int[] examples) {
            if (examples.length == 0) {
                throw new IllegalArgumentException("found a choice of no examples, expected at least one: choose some");
            }
            int[] rows = new int[examples.length];
            for (int i = 0; i < rows.length; i++) {
                rows[i] = row(examples[i]);
            }
            return new Selection(0, rows.length, rows);
        }
    }
}
