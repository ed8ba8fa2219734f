package org.vae4j.schedule;

import org.nd4j.linalg.schedule.ScheduleType;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A straight line from one value to another, which is then kept: start + (end - start) · min(1, t / length). Burgess et
 * al. (2018) raise the capacity of a latent with such a schedule.
 *
 * @param start the value at the beginning, finite
 * @param end the value from {@code length} on, finite
 * @param length iterations or epochs of the line, ≥ 1
 * @param unit the unit of t and the length: iterations or epochs
 */
public record Linear(
        @JsonProperty("start") double start,
        @JsonProperty("end") double end,
        @JsonProperty("length") int length,
        @JsonProperty("unit") ScheduleType unit)
        implements Transition {

    /** The prototype: from 0 to 1 in ten epochs. */
    public Linear() {
        this(0, 1, 10, ScheduleType.EPOCH);
    }

    public Linear {
        Transition.check(start, end, length, unit);
    }

    @Override
    public String name() {
        return "linear";
    }

    @Override
    public double before(int time) {
        return start + (end - start) * time / length;
    }

    @Override
    public Schedule clone() {
        return this;
    }
}
