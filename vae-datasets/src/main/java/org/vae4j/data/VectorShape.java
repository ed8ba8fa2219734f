package org.vae4j.data;

import java.util.List;

/**
 * The shape of one row of a table. A table has no pictures.
 *
 * @param columns values per row, at least 1
 */
public record VectorShape(int columns) implements ExampleShape {

    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public VectorShape {
        if (columns < 1) {
            throw new IllegalArgumentException(
                    "found a table of " + columns + " columns, expected at least 1: change the shape");
        }
    }

    @Override
    public int size() {
        return columns;
    }

    @Override
    public List<Integer> sizes() {
        return List.of(columns);
    }

    @Override
    public String toString() {
        return Integer.toString(columns);
    }
}
