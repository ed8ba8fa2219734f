package org.vae4j.train;

import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.vae4j.schedule.Schedule;

/**
 * A constant learning rate.
 *
 * @param value the rate, finite and &gt; 0
 */
public record ConstantRate(@JsonProperty("value") double value) implements Schedule {

    public ConstantRate {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException("found a rate of " + value + ", expected a finite number > 0");
        }
    }

    @Override
    public String name() {
        return "constantRate";
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
