package org.vae4j.schedule;

import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.linalg.schedule.ScheduleType;
import org.vae4j.extension.Extension;

/**
 * A scalar as a function of how far training has come: for learning rates, weights of a term, temperatures, capacities.
 *
 * <p>An implementation is an immutable record whose components are annotated with {@code @JsonProperty}, so that it
 * lives in model files as any schedule of ND4J does, and a pure function of its arguments, so that training resumes
 * exactly.
 */
public interface Schedule extends ISchedule, Extension {

    /**
     * Evaluates the schedule.
     *
     * @param iteration updates done before this one, ≥ 0
     * @param epoch epochs completed, ≥ 0
     * @return the value for this update
     */
    @Override
    double valueAt(int iteration, int epoch);

    /**
     * Chooses the clock that a schedule runs by.
     *
     * @param unit iterations or epochs
     * @param iteration updates done
     * @param epoch epochs completed
     * @return the one that {@code unit} names
     */
    static int time(ScheduleType unit, int iteration, int epoch) {
        return unit == ScheduleType.EPOCH ? epoch : iteration;
    }
}
