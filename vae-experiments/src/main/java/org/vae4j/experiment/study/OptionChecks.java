package org.vae4j.experiment.study;

/** Checks of a study's own keys that hold for NaN too. */
public final class OptionChecks {

    private OptionChecks() {}

    /**
     * Throws unless a whole number lies between two bounds.
     *
     * @param key the key as a person writes it
     * @param value the value that was found
     * @param smallest the smallest value that is allowed
     * @param largest the largest value that is allowed
     */
    public static void between(String key, long value, long smallest, long largest) {
        require(
                value >= smallest && value <= largest,
                key,
                value,
                "a whole number from " + smallest + " to " + largest);
    }

    /**
     * Throws unless a number lies between 0 and 1, both excluded.
     *
     * @param key the key as a person writes it
     * @param value the value that was found
     */
    public static void probability(String key, double value) {
        require(value > 0 && value < 1, key, value, "a number between 0 and 1");
    }

    /**
     * Throws unless a number is finite and above 0.
     *
     * @param key the key as a person writes it
     * @param value the value that was found
     */
    public static void positive(String key, double value) {
        require(value > 0 && Double.isFinite(value), key, value, "a finite number above 0");
    }

    static void finite(String key, double value) {
        require(Double.isFinite(value), key, value, "a finite number");
    }

    /**
     * Throws unless a condition holds.
     *
     * @param holds the condition
     * @param key the key as a person writes it
     * @param found the value that was found
     * @param expected the expected value, in words
     */
    public static void require(boolean holds, String key, Object found, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(key + ": found " + found + ", expected " + expected);
        }
    }
}
