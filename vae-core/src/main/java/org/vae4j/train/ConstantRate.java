package org.vae4j.train;

import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A schedule that never changes.
 *
 * @param value finite and &gt; 0
 */
public record ConstantRate(@JsonProperty("value") double value) implements ISchedule {

    /** Checks the range. */
    public ConstantRate {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException("found a rate of " + value + ", expected a finite number > 0");
        }
    }

    @Override
    public double valueAt(int iteration, int epoch) {
        return value;
    }

    @Override
    public ISchedule clone() {
        return this;
    }
}
