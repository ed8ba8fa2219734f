package org.vae4j.experiment.reproduce.page;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import org.vae4j.experiment.reproduce.Outcome;

/**
 * A number over the runs of one setting. Runs of the same seed are one draw of it, however often it was run.
 *
 * @param mean over the seeds, nats
 * @param overImages standard error over the images, which all runs share, nats
 * @param overSeeds standard error over the seeds, nats; empty for one
 * @param seeds how many different ones
 */
record Spread(double mean, double overImages, OptionalDouble overSeeds, int seeds) {

    static Spread of(List<Outcome> runs) {
        Map<Long, Double> bySeed =
                runs.stream().collect(Collectors.groupingBy(Outcome::seed, Collectors.averagingDouble(Outcome::nats)));
        SummaryStatistics statistics = new SummaryStatistics();
        bySeed.values().forEach(statistics::addValue);
        int seeds = bySeed.size();
        return new Spread(
                statistics.getMean(),
                runs.stream().mapToDouble(Outcome::standardErrorNats).average().orElseThrow(),
                seeds == 1
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(statistics.getStandardDeviation() / Math.sqrt(seeds)),
                seeds);
    }

    /** {@code **87.00** ± 0.29 (seeds) ± 0.25 (images)}. */
    String text() {
        return overSeeds.isEmpty()
                ? String.format(Locale.ROOT, "**%.2f** ± %.2f", mean, overImages)
                : String.format(
                        Locale.ROOT,
                        "**%.2f** ± %.2f (seeds) ± %.2f (images)",
                        mean,
                        overSeeds.getAsDouble(),
                        overImages);
    }
}
