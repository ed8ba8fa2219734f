package org.vae4j.data;

import java.util.List;
import java.util.Objects;

/**
 * The classes and factor values of the rows of a store. Either may be absent. Immutable.
 */
final class Annotations {

    static final Annotations NONE = new Annotations(new int[0], List.of(), new float[0]);

    private final int[] labels;
    private final List<Factor> factors;
    private final float[] factorValues;

    private Annotations(int[] labels, List<Factor> factors, float[] factorValues) {
        this.labels = labels;
        this.factors = factors;
        this.factorValues = factorValues;
    }

    Annotations withLabels(int[] classes) {
        return new Annotations(classes.clone(), factors, factorValues);
    }

    Annotations withFactors(List<Factor> names, float[] values) {
        return new Annotations(labels, List.copyOf(names), values.clone());
    }

    boolean hasLabels() {
        return labels.length > 0;
    }

    int label(int row) {
        return labels[row];
    }

    List<Factor> factors() {
        return factors;
    }

    float factorValue(int row, int factor) {
        return factorValues[row * factors.size() + Objects.checkIndex(factor, factors.size())];
    }

    /** Copies the annotations of some rows, in their order. */
    Annotations selected(StoredSet.Selection rows) {
        int[] classes = new int[hasLabels() ? rows.size() : 0];
        float[] values = new float[Math.multiplyExact(rows.size(), factors.size())];
        for (int i = 0; i < rows.size(); i++) {
            int row = rows.row(i);
            if (hasLabels()) {
                classes[i] = labels[row];
            }
            System.arraycopy(factorValues, row * factors.size(), values, i * factors.size(), factors.size());
        }
        return new Annotations(classes, factors, values);
    }

    /**
     * Checks the annotations of a set.
     *
     * @throws IllegalArgumentException if there is not one label per row, or none at all; not one value per factor and
     *     row; or a negative label
     */
    void requireRows(String name, int rows) {
        requireCount(name, "labels", labels.length, labels.length == 0 ? 0 : rows);
        requireCount(name, "factor values", factorValues.length, (long) rows * factors.size());
        for (int row = 0; row < labels.length; row++) {
            if (labels[row] < 0) {
                throw new IllegalArgumentException(name + " has the label " + labels[row] + " of example " + row
                        + ", expected at least 0: number the classes from 0");
            }
        }
    }

    private static void requireCount(String name, String what, int found, long expected) {
        if (found != expected) {
            throw new IllegalArgumentException(name + " has " + found + " " + what + ", expected " + expected
                    + ": pass as many as there are examples");
        }
    }
}
