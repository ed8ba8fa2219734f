package org.vae4j.data.source.own;

import java.util.Objects;

/**
 * How examples are divided where the files do not say it.
 *
 * @param test share of the examples below 1, or their number from 1 on; 0: there is no test part
 * @param valid share of the examples below 1, or their number from 1 on; 0: there is no validation part
 * @param order which examples
 * @param seed of the order
 * @param folds for cross-validation: one of several equal parts is the test part, whatever the share
 */
public record SplitRule(double test, double valid, Order order, long seed, Folds folds) {

    /**
     * Division by the test's share.
     *
     * @param test share of the examples below 1, or their number from 1 on; 0: there is no test part
     * @param valid share of the examples below 1, or their number from 1 on; 0: there is no validation part
     * @param order which examples
     * @param seed of the order
     */
    public SplitRule(double test, double valid, Order order, long seed) {
        this(test, valid, order, seed, Folds.NONE);
    }

    /**
     * Which of equal parts is held out. All folds of one seed have the same parts, so that each example is tested on
     * once.
     *
     * @param count how many parts, at least 2; 0: no cross-validation
     * @param held the number of the test part, from 0 on
     */
    public record Folds(int count, int held) {

        /** No cross-validation. */
        public static final Folds NONE = new Folds(0, 0);

        /**
         * Checks the numbers.
         *
         * @throws IllegalArgumentException if there is no such part
         */
        public Folds {
            if (count < 0 || count == 1) {
                throw new IllegalArgumentException(
                        "found data.split.folds " + count + ", expected at least 2, or 0 for none: correct it");
            }
            if (held < 0 || held >= Math.max(1, count)) {
                throw new IllegalArgumentException("found data.split.fold " + held + ", expected 0 to "
                        + Math.max(0, count - 1) + " as data.split.folds=" + count + " says: correct one of them");
            }
        }
    }

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
        Objects.requireNonNull(folds, "folds");
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
