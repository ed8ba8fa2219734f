package org.vae4j.schedule;

import java.util.Objects;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.linalg.schedule.ScheduleType;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Fades in another schedule: min(1, t / length) times its value. The other schedule's time starts at 0 and not at the
 * end of the warm-up, so its values after the warm-up are the same with and without it.
 *
 * @param length iterations or epochs until the other schedule has its full value, ≥ 0
 * @param then the other schedule
 * @param unit the unit of t and the length: iterations or epochs
 */
public record WarmUp(
        @JsonProperty("length") int length,
        @JsonProperty("then") ISchedule then,
        @JsonProperty("unit") ScheduleType unit)
        implements Schedule {

    public WarmUp {
        Range.known(unit);
        Range.atLeast("length", length, 0);
        Objects.requireNonNull(then, "then");
    }

    @Override
    public String name() {
        return "warmUp";
    }

    @Override
    public double valueAt(int iteration, int epoch) {
        int time = Schedule.time(unit, iteration, epoch);
        double value = then.valueAt(iteration, epoch);
        return time >= length ? value : value * time / length;
    }

    @Override
    public Schedule clone() {
        return this;
    }
}
