package org.vae4j.objective.term;

/** Checks of a term's settings. */
public final class Range {

    private Range() {}

    /**
     * Refuses what is below 0 or not finite.
     *
     * @param what the setting's name
     * @param value the value that was found
     * @throws IllegalArgumentException in one line that names the setting
     */
    public static void atLeastZero(String what, double value) {
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

    /**
     * Refuses what is not above 0 or not finite.
     *
     * @param what the setting's name
     * @param value the value that was found
     * @throws IllegalArgumentException in one line that names the setting
     */
    public static void aboveZero(String what, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(what + ": found " + value + ", expected a finite number above 0");
        }
    }
}
