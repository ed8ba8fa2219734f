package org.vae4j.data.source.own;

import java.util.Objects;

/**
 * The division of examples into parts where the files do not say it. An amount below 1 is a share of all examples; an
 * amount from 1 on is a number of examples; 0 means that there is no such part.
 *
 * @param test the amount of test examples
 * @param valid the amount of validation examples
 * @param order the rule that assigns examples to parts
 * @param seed the seed of a random order
 * @param folds the folds of cross-validation, one of which is the test part whatever {@code test} says
 */
public record SplitRule(double test, double valid, Order order, long seed, Folds folds) {

    /**
     * Makes a division without cross-validation.
     *
     * @param test the amount of test examples
     * @param valid the amount of validation examples
     * @param order the rule that assigns examples to parts
     * @param seed the seed of a random order
     */
    public SplitRule(double test, double valid, Order order, long seed) {
        this(test, valid, order, seed, Folds.NONE);
    }

    /**
     * The fold of a cross-validation that is held out as the test part. For one seed, every example is in the test part
     * of exactly one fold.
     *
     * @param count number of folds, at least 2; 0: no cross-validation
     * @param held index of the fold that is held out, from 0 on
     */
    public record Folds(int count, int held) {

        /** No cross-validation. */
        public static final Folds NONE = new Folds(0, 0);

        /**
         * Checks the numbers.
         *
         * @throws IllegalArgumentException if there is no such fold
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

    /** The order in which examples are divided into parts. */
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
     * @throws IllegalArgumentException if an amount is neither a share nor a whole number
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

    /** The number of examples that an amount means among all. */
    static int examples(double amount, int all) {
        return (int) (amount < 1 ? Math.round(amount * all) : amount);
    }
}
