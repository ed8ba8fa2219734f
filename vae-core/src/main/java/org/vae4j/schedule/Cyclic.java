package org.vae4j.schedule;

import org.nd4j.linalg.schedule.ScheduleType;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Cyclical annealing (Fu et al. 2019, equations 6 and 7, with their linear f): in each cycle, the value rises linearly
 * from {@code low} to {@code high} and then stays there. At the share τ of a cycle, it is low + (high - low) · min(1, τ
 * / rise). The paper's M cycles over T iterations with R = 0.5 are a period of T / M and a rise of 0.5.
 *
 * @param low the value at the beginning of each cycle, finite
 * @param high the value after the rise, finite
 * @param period iterations or epochs of a cycle, ≥ 1
 * @param rise the share of a cycle in which the value rises, in [0, 1]
 * @param unit the unit of t and the period: iterations or epochs
 */
public record Cyclic(
        @JsonProperty("low") double low,
        @JsonProperty("high") double high,
        @JsonProperty("period") int period,
        @JsonProperty("rise") double rise,
        @JsonProperty("unit") ScheduleType unit)
        implements Schedule {

    /** The prototype: from 0 to 1 in the first half of each ten epochs. */
    public Cyclic() {
        this(0, 1, 10, 0.5, ScheduleType.EPOCH);
    }

    public Cyclic {
        Range.known(unit);
        Range.finite("low", low);
        Range.finite("high", high);
        Range.atLeast("period", period, 1);
        if (!(rise >= 0 && rise <= 1)) {
            throw new IllegalArgumentException("found rise = " + rise + ", expected a part of a cycle, in [0, 1]");
        }
    }

    @Override
    public String name() {
        return "cyclic";
    }

    @Override
    public double valueAt(int iteration, int epoch) {
        double share = (double) (Schedule.time(unit, iteration, epoch) % period) / period;
        return share >= rise ? high : low + (high - low) * share / rise;
    }

    @Override
    public Schedule clone() {
        return this;
    }
}
