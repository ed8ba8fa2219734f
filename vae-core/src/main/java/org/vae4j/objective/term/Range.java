package org.vae4j.objective.term;

/** Checks of single values. */
final class Range {

    private Range() {}

    static void atLeastZero(String what, double value) {
        if (!(value >= 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(what + ": found " + value + ", expected a finite number of at least 0");
        }
    }

    static void withinHalfToOne(String what, double value) {
        if (!(value > 0.5 && value <= 1)) {
            throw new IllegalArgumentException(
                    what + ": found " + value + ", expected a number above 0.5 and at most 1");
        }
    }

    static void aboveZero(String what, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(what + ": found " + value + ", expected a finite number above 0");
        }
    }
}
