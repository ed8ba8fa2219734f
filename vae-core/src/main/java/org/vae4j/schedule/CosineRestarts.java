package org.vae4j.schedule;

import org.nd4j.linalg.schedule.ScheduleType;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Cosines with warm restarts (SGDR, Loshchilov and Hutter 2017, equation 5): a sequence of half waves, each of which is
 * {@code growth} times as long as the one before. At time t of a half wave of length T, the value is end + (start -
 * end) · (1 + cos(π t / T)) / 2.
 *
 * @param start the value at each restart, finite
 * @param end the value that each half wave leads to, finite
 * @param length iterations or epochs of the first half wave, ≥ 1 (T₀)
 * @param growth length of a half wave as a multiple of that of the one before, ≥ 1 (T_mult)
 * @param unit the unit of t and the length: iterations or epochs
 */
public record CosineRestarts(
        @JsonProperty("start") double start,
        @JsonProperty("end") double end,
        @JsonProperty("length") int length,
        @JsonProperty("growth") int growth,
        @JsonProperty("unit") ScheduleType unit)
        implements Schedule {

    public CosineRestarts {
        Range.known(unit);
        Range.finite("start", start);
        Range.finite("end", end);
        Range.atLeast("length", length, 1);
        Range.atLeast("growth", growth, 1);
    }

    @Override
    public String name() {
        return "cosineRestarts";
    }

    @Override
    public double valueAt(int iteration, int epoch) {
        long time = Schedule.time(unit, iteration, epoch);
        if (growth == 1) {
            return Cosine.between(start, end, (double) (time % length) / length);
        }
        long wave = length;
        while (time >= wave) {
            time -= wave;
            wave *= growth;
        }
        return Cosine.between(start, end, (double) time / wave);
    }

    @Override
    public Schedule clone() {
        return this;
    }
}
