package org.vae4j.schedule;

import org.nd4j.linalg.schedule.ScheduleType;

/** A schedule that leads from one value to another in a given time, and then keeps that value. */
interface Transition extends Schedule {

    double start();

    double end();

    int length();

    ScheduleType unit();

    /** The value at a time below the length. */
    double before(int time);

    @Override
    default double valueAt(int iteration, int epoch) {
        int time = Schedule.time(unit(), iteration, epoch);
        return time >= length() ? end() : before(time);
    }

    /** Checks the ranges. */
    static void check(double start, double end, int length, ScheduleType unit) {
        Range.known(unit);
        Range.finite("start", start);
        Range.finite("end", end);
        Range.atLeast("length", length, 1);
    }
}
