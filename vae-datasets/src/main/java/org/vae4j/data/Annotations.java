package org.vae4j.data;

import java.util.List;
import java.util.Objects;

/** What is known of the rows of a store beside their values: a class and the values of factors. */
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

    /** The annotations of these rows alone, in their order. */
    Annotations of(StoredSet.Selection rows) {
        int[] classes = new int[hasLabels() ? rows.size() : 0];
        float[] values = new float[rows.size() * factors.size()];
        for (int i = 0; i < rows.size(); i++) {
            int row = rows.row(i);
            if (hasLabels()) {
                classes[i] = labels[row];
            }
            System.arraycopy(factorValues, row * factors.size(), values, i * factors.size(), factors.size());
        }
        return new Annotations(classes, factors, values);
    }

    /** Checks that there is one of each per row. */
    void requireRows(String name, int rows) {
        requireCount(name, "labels", labels.length, labels.length == 0 ? 0 : rows);
        requireCount(name, "factor values", factorValues.length, rows * factors.size());
    }

    private static void requireCount(String name, String what, int found, int expected) {
        if (found != expected) {
            throw new IllegalArgumentException(name + " has " + found + " " + what + ", expected " + expected
                    + ": pass as many as there are examples");
        }
    }
}
