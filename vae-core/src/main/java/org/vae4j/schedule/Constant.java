package org.vae4j.schedule;

import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A schedule that never changes.
 *
 * @param value finite
 */
public record Constant(@JsonProperty("value") double value) implements Schedule {

    /** Checks the range. */
    public Constant {
        Range.finite("value", value);
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
