package org.vae4j.experiment.reproduce.page;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import org.vae4j.experiment.reproduce.Outcome;

/**
 * The mean of a number over the runs of one setting, with standard errors. Runs with the same seed are averaged first
 * and count as one.
 *
 * @param mean the mean over the seeds, nats
 * @param overImages the standard error over the images, the mean of that of the runs, nats
 * @param overSeeds the standard error over the seeds, standard deviation / √seeds, nats; empty for one seed
 * @param seeds the number of different seeds
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

    /** {@return the numbers in Markdown, such as {@code **87.00** ± 0.29 (seeds) ± 0.25 (images)}} */
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
