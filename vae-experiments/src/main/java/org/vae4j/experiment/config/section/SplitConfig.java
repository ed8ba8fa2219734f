package org.vae4j.experiment.config.section;

import org.vae4j.data.source.own.SplitRule;

/**
 * How data of the user's own are divided where their files do not say it.
 *
 * @param test share of the examples below 1, or their number from 1 on; 0: there is no test part
 * @param valid share of the examples below 1, or their number from 1 on; 0: there is no validation part
 * @param order which examples
 * @param folds of cross-validation: one of so many equal parts is the test part, whatever {@code test} says; 0: none
 * @param fold which of them, from 0 on
 */
public record SplitConfig(double test, double valid, SplitRule.Order order, int folds, int fold) {

    public SplitConfig {
        new SplitRule(test, valid, order, 0, new SplitRule.Folds(folds, fold));
    }

    SplitRule seeded(long seed) {
        return new SplitRule(test, valid, order, seed, new SplitRule.Folds(folds, fold));
    }
}
