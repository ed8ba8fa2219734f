package org.vae4j.schedule;

import java.util.List;
import org.nd4j.linalg.schedule.ScheduleType;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A value that jumps at given times and is constant between them.
 *
 * @param stages at least one, the first from 0, in rising order
 * @param unit the unit of the stages: iterations or epochs
 */
public record Staged(
        @JsonProperty("stages") List<Stage> stages,
        @JsonProperty("unit") ScheduleType unit) implements Schedule {

    /**
     * A value and the time at which it begins.
     *
     * @param from the first iteration or epoch with the value, counted from 0
     * @param value the value, finite
     */
    public record Stage(
            @JsonProperty("from") int from,
            @JsonProperty("value") double value) {

        public Stage {
            Range.finite("value", value);
        }
    }

    public Staged {
        Range.known(unit);
        stages = List.copyOf(stages);
        if (stages.isEmpty() || stages.get(0).from != 0) {
            throw new IllegalArgumentException(
                    "found the stages " + stages + ", expected at least one, the first from 0");
        }
        for (int i = 1; i < stages.size(); i++) {
            Range.atLeast("the stage after " + stages.get(i - 1), stages.get(i).from, stages.get(i - 1).from + 1);
        }
    }

    @Override
    public String name() {
        return "staged";
    }

    @Override
    public double valueAt(int iteration, int epoch) {
        int time = Schedule.time(unit, iteration, epoch);
        int last = 0;
        while (last + 1 < stages.size() && stages.get(last + 1).from <= time) {
            last++;
        }
        return stages.get(last).value;
    }

    @Override
    public Schedule clone() {
        return this;
    }
}
