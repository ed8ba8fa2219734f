package org.vae4j.schedule;

import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.linalg.schedule.ScheduleType;
import org.vae4j.extension.Extension;

/**
 * A scalar as a function of the training's iteration and epoch: a learning rate, a term's weight, a temperature, a
 * capacity.
 *
 * <p>An implementation is an immutable record whose components are annotated with {@code @JsonProperty}, so model files
 * hold it like any schedule of ND4J. It is a pure function of its arguments, so training resumes exactly.
 */
public interface Schedule extends ISchedule, Extension {

    /**
     * Evaluates the schedule.
     *
     * @param iteration number of updates before this one, ≥ 0
     * @param epoch number of completed epochs, ≥ 0
     * @return the value for this update
     */
    @Override
    double valueAt(int iteration, int epoch);

    /**
     * The time in a schedule's unit.
     *
     * @param unit iterations or epochs
     * @param iteration number of updates before this one
     * @param epoch number of completed epochs
     * @return the iteration or the epoch
     */
    static int time(ScheduleType unit, int iteration, int epoch) {
        return unit == ScheduleType.EPOCH ? epoch : iteration;
    }
}
