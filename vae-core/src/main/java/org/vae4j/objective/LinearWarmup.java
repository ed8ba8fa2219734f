package org.vae4j.objective;

import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.vae4j.schedule.Schedule;

/**
 * A weight that rises linearly from 0 and then stays: value · min(1, iteration / iterations). Unlike ND4J's own ramp it
 * survives being written into a model file.
 *
 * @param value the final weight, finite and ≥ 0
 * @param iterations updates until it is reached, ≥ 0; with 0 it is constant
 */
public record LinearWarmup(
        @JsonProperty("value") double value,
        @JsonProperty("iterations") int iterations) implements Schedule {

    public LinearWarmup {
        if (!(value >= 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException("found a weight of " + value + ", expected a finite number >= 0");
        }
        if (iterations < 0) {
            throw new IllegalArgumentException("found a warm-up of " + iterations + " updates, expected a number >= 0");
        }
    }

    @Override
    public String name() {
        return "linearWarmup";
    }

    @Override
    public double valueAt(int iteration, int epoch) {
        return iteration >= iterations ? value : value * iteration / iterations;
    }

    @Override
    public Schedule clone() {
        return this;
    }
}
