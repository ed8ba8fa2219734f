package org.vae4j.schedule;

import org.nd4j.linalg.schedule.ScheduleType;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Exponential decay to a floor: max(floor, start · factor^(t / period)).
 *
 * @param start the value at t = 0, finite
 * @param factor the factor by which the value is multiplied per period, in (0, 1]
 * @param period iterations or epochs, ≥ 1; the value also decays within a period
 * @param floor the smallest value, finite and at most {@code start}
 * @param unit the unit of t and the period: iterations or epochs
 */
public record Exponential(
        @JsonProperty("start") double start,
        @JsonProperty("factor") double factor,
        @JsonProperty("period") int period,
        @JsonProperty("floor") double floor,
        @JsonProperty("unit") ScheduleType unit)
        implements Schedule {

    /** The prototype: from 1, by a factor of a tenth per ten epochs. */
    public Exponential() {
        this(1, 0.1, 10, 0, ScheduleType.EPOCH);
    }

    public Exponential {
        Range.known(unit);
        Range.finite("start", start);
        Range.atLeast("period", period, 1);
        if (!(factor > 0 && factor <= 1)) {
            throw new IllegalArgumentException("found factor = " + factor + ", expected a number in (0, 1]");
        }
        if (!(floor <= start)) {
            throw new IllegalArgumentException(
                    "found floor = " + floor + " above start = " + start + ", expected one that is not above it");
        }
        Range.finite("floor", floor);
    }

    @Override
    public String name() {
        return "exponential";
    }

    @Override
    public double valueAt(int iteration, int epoch) {
        double periods = (double) Schedule.time(unit, iteration, epoch) / period;
        return Math.max(floor, start * StrictMath.pow(factor, periods));
    }

    @Override
    public Schedule clone() {
        return this;
    }
}
