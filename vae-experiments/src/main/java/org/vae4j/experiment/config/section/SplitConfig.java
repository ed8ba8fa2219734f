package org.vae4j.experiment.config.section;

import org.vae4j.data.source.own.SplitRule;

/**
 * The division of the user's own data into parts where their files do not say it. An amount below 1 is a share of all
 * examples; an amount from 1 on is a number of examples; 0 means that there is no such part.
 *
 * @param test the amount of test examples
 * @param valid the amount of validation examples
 * @param order the order in which examples are divided
 * @param folds number of folds of a cross-validation, one of which is the test part whatever {@code test} says; 0 for
 *     none
 * @param fold index of the fold that is the test part, from 0 on
 */
public record SplitConfig(double test, double valid, SplitRule.Order order, int folds, int fold) {

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public SplitConfig {
        new SplitRule(test, valid, order, 0, new SplitRule.Folds(folds, fold));
    }

    /** Makes the rule with the seed of the data. */
    SplitRule seeded(long seed) {
        return new SplitRule(test, valid, order, seed, new SplitRule.Folds(folds, fold));
    }
}
