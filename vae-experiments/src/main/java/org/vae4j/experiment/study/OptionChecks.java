package org.vae4j.experiment.study;

/** Checks of a study's own keys that hold for NaN too. */
public final class OptionChecks {

    private OptionChecks() {}

    public static void between(String key, long value, long smallest, long largest) {
        require(
                value >= smallest && value <= largest,
                key,
                value,
                "a whole number from " + smallest + " to " + largest);
    }

    public static void probability(String key, double value) {
        require(value > 0 && value < 1, key, value, "a number between 0 and 1");
    }

    public static void positive(String key, double value) {
        require(value > 0 && Double.isFinite(value), key, value, "a finite number above 0");
    }

    static void finite(String key, double value) {
        require(Double.isFinite(value), key, value, "a finite number");
    }

    public static void require(boolean holds, String key, Object found, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(key + ": found " + found + ", expected " + expected);
        }
    }
}
