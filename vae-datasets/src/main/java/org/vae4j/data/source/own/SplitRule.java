package org.vae4j.data.source.own;

import java.util.Objects;

/**
 * How examples are divided where the files do not say it.
 *
 * @param test share of the examples below 1, or their number from 1 on; 0: there is no test part
 * @param valid share of the examples below 1, or their number from 1 on; 0: there is no validation part
 * @param order which examples
 * @param seed of the order
 */
public record SplitRule(double test, double valid, Order order, long seed) {

    /** Which examples go to which part. */
    public enum Order {
        /** Drawn at random. */
        RANDOM,
        /** Drawn at random, with the same shares of each class in every part. */
        STRATIFIED,
        /** The last ones of the files for the test, those before them for validation. */
        FILE
    }

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is neither a share nor a number
     */
    public SplitRule {
        Objects.requireNonNull(order, "order");
        require("test", test);
        require("valid", valid);
    }

    private static void require(String key, double value) {
        if (!(value >= 0) || value > Integer.MAX_VALUE || value >= 1 && value != Math.rint(value)) {
            throw new IllegalArgumentException("found data.split." + key + " " + value
                    + ", expected a share of the examples below 1, or a whole number of them: correct it");
        }
    }

    /** The number of examples that a share or number of all means. */
    static int count(double amount, int all) {
        return (int) (amount < 1 ? Math.round(amount * all) : amount);
    }
}
