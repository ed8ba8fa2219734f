package org.vae4j.schedule;

import java.util.Objects;
import org.nd4j.linalg.schedule.ScheduleType;

/** Checks of the settings of schedules. */
final class Range {

    private Range() {}

    static void finite(String what, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("found " + what + " = " + value + ", expected a finite number");
        }
    }

    static void atLeast(String what, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException("found " + what + " = " + value + ", expected a number >= " + least);
        }
    }

    static void known(ScheduleType unit) {
        Objects.requireNonNull(unit, "unit: expected ITERATION or EPOCH");
    }
}
