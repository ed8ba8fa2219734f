package org.vae4j.data;

import java.util.Objects;

/** Which rows of a store a set shows: successive ones, or a list of them. */
final class Selection {

    private final int first;
    private final int size;
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

    /** Successive examples of these. */
    Selection range(int from, int to, String name) {
        if (from < 0 || to > size || from >= to) {
            throw new IllegalArgumentException("asked for examples " + from + " to " + to + " of " + name
                    + ", expected a range of at least one example within 0 to " + size + ": ask for fewer");
        }
        return new Selection(first + from, to - from, listed);
    }

    /** The rows of these examples, in the order wanted. */
    Selection chosen(int[] examples) {
        int[] rows = new int[examples.length];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = row(examples[i]);
        }
        return new Selection(0, rows.length, rows);
    }
}
