package org.vae4j.schedule;

import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A schedule with one value.
 *
 * @param value the value, finite
 */
public record Constant(@JsonProperty("value") double value) implements Schedule {

    /** The prototype: 1. */
    public Constant() {
        this(1);
    }

    public Constant {
        Range.finite("value", value);
    }

    @Override
    public String name() {
        return "constant";
    }

    @Override
    public double valueAt(int iteration, int epoch) {
        return value;
    }

    @Override
    public Schedule clone() {
        return this;
    }
}
