package org.vae4j.data;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/** What sets of bytes and sets of floats have in common: which rows of a store they show, and what is known of each. */
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

    /** How many examples of a shape a store holds. */
    static int examples(String name, String what, long found, ExampleShape shape) {
        long count = found / shape.size();
        if (count == 0 || count * shape.size() != found || count > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(name + " has " + found + " " + what + ", expected a positive multiple of "
                    + shape.size() + " (" + shape + "): pass whole examples");
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
            throw new IllegalStateException(name + " has no labels, expected a labelled data set: name them");
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
        MessageDigest digest = sha();
        digest.update((header() + "\n").getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < size(); i++) {
            digest(i, digest);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    @Override
    public final String labelsSha256() {
        MessageDigest digest = sha();
        digest.update(("labels " + size() + "\n").getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < size(); i++) {
            int label = label(i);
            digest.update(new byte[] {
                (byte) (label >>> 24), (byte) (label >>> 16), (byte) (label >>> 8), (byte) label
            });
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
