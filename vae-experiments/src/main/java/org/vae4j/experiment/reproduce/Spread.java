package org.vae4j.experiment.reproduce;

import java.util.List;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;

/**
 * A number over the runs of one setting.
 *
 * @param mean over the runs, nats
 * @param standardError over the examples for one run, over the runs for several, nats
 */
record Spread(double mean, double standardError) {

    static Spread of(List<Outcome> runs) {
        if (runs.size() == 1) {
            return new Spread(runs.get(0).nats(), runs.get(0).standardErrorNats());
        }
        SummaryStatistics statistics = new SummaryStatistics();
        runs.forEach(run -> statistics.addValue(run.nats()));
        return new Spread(statistics.getMean(), statistics.getStandardDeviation() / Math.sqrt(runs.size()));
    }
}
