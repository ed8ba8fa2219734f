package org.vae4j.likelihood;

/** The values that the features of a data set take. Ranges are nested: each holds the ones before it. */
public enum ValueRange {
    /** 0 and 1 alone. */
    BINARY("0 and 1"),
    /** The 256 values of a byte, scaled: 0, 1/255, …, 1. */
    LEVELS("the 256 levels in [0, 1]"),
    /** The closed interval from 0 to 1. */
    UNIT_INTERVAL("[0, 1]"),
    /** Every finite number. */
    REAL("finite numbers");

    /** The distance to which single precision may carry a scaled value over the end of the interval. */
    private static final double ROUNDING = 1e-6;

    private final String values;

    ValueRange(String values) {
        this.values = values;
    }

    /**
     * The narrowest range that two extremes can prove. Binary data come out as {@link #UNIT_INTERVAL}, because the
     * extremes say nothing about what lies between them.
     *
     * @param smallest the smallest value of the data
     * @param largest the largest value of the data
     * @return {@link #UNIT_INTERVAL} or {@link #REAL}
     * @throws IllegalArgumentException when an extreme is not finite
     */
    public static ValueRange between(double smallest, double largest) {
        if (!Double.isFinite(smallest) || !Double.isFinite(largest)) {
            throw new IllegalArgumentException("found values from " + smallest + " to " + largest
                    + " in the data, expected finite numbers: remove or replace the examples that have others");
        }
        return smallest >= -ROUNDING && largest <= 1 + ROUNDING ? UNIT_INTERVAL : REAL;
    }

    /** {@return the values in words, for messages} */
    @Override
    public String toString() {
        return values;
    }
}
