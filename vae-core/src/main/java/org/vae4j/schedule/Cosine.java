package org.vae4j.schedule;

import org.nd4j.linalg.schedule.ScheduleType;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Half a wave of a cosine (Loshchilov and Hutter 2017, equation 5, without restarts): end + (start - end) · (1 + cos(π
 * t / length)) / 2, and {@code end} from t = length on.
 *
 * @param start the value at t = 0, finite
 * @param end the value at t = length and later, finite
 * @param length iterations or epochs, ≥ 1
 * @param unit the unit of t and the length: iterations or epochs
 */
public record Cosine(
        @JsonProperty("start") double start,
        @JsonProperty("end") double end,
        @JsonProperty("length") int length,
        @JsonProperty("unit") ScheduleType unit)
        implements Transition {

    /** The prototype: from 0 to 1 in ten epochs. */
    public Cosine() {
        this(0, 1, 10, ScheduleType.EPOCH);
    }

    public Cosine {
        Transition.check(start, end, length, unit);
    }

    @Override
    public String name() {
        return "cosine";
    }

    @Override
    public double before(int time) {
        return between(start, end, (double) time / length);
    }

    @Override
    public Schedule clone() {
        return this;
    }

    /** The value at a share of the length. StrictMath computes the same bits on every machine. */
    static double between(double start, double end, double share) {
        return end + (start - end) * (1 + StrictMath.cos(Math.PI * share)) / 2;
    }
}
