package org.vae4j.experiment.config.section;

import org.vae4j.data.source.own.SplitRule;

/**
 * How data of the user's own are divided where their files do not say it.
 *
 * @param test share of the examples below 1, or their number from 1 on; 0: there is no test part
 * @param valid share of the examples below 1, or their number from 1 on; 0: there is no validation part
 * @param order which examples
 */
public record SplitConfig(double test, double valid, SplitRule.Order order) {

    /** Validates. */
    public SplitConfig {
        new SplitRule(test, valid, order, 0);
    }
}
