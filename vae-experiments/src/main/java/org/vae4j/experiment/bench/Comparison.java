package org.vae4j.experiment.bench;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.vae4j.experiment.bench.process.RoundResult;
import org.vae4j.experiment.bench.workload.BenchNetwork;
import org.vae4j.math.Quantile;

/**
 * The time per step of two builds on one network, measured in pairs of rounds.
 *
 * @param name the name of the reference network
 * @param batch examples per step
 * @param threads the number of threads that each build may use
 * @param stepMs the median over the rounds of this build
 * @param otherStepMs the median over the rounds of the other build
 * @param ratio the median over the pairs of this build's time divided by the other's; below 1 this build is faster
 * @param lowerQuartile the lower quartile of these ratios
 * @param upperQuartile the upper quartile of these ratios
 * @param cpuRatio the median over the pairs of the ratio of processor times, which a busy machine distorts least
 * @param pairs the number of pairs
 */
record Comparison(
        @JsonProperty("case") String name,
        int batch,
        int threads,
        double stepMs,
        double otherStepMs,
        double ratio,
        double lowerQuartile,
        double upperQuartile,
        double cpuRatio,
        int pairs) {

    /**
     * Two rounds of the same number of steps, one right after the other.
     *
     * @param own the round of this build
     * @param other the round of the other build
     */
    record Pair(RoundResult own, RoundResult other) {}

    static Comparison of(BenchNetwork network, int batch, int threads, List<Pair> pairs) {
        double[] ratios =
                values(pairs, pair -> pair.own().stepMs() / pair.other().stepMs());
        return new Comparison(
                network.name(),
                batch,
                threads,
                median(pairs, pair -> pair.own().stepMs()),
                median(pairs, pair -> pair.other().stepMs()),
                Quantile.of(ratios, 0.5),
                Quantile.of(ratios, 0.25),
                Quantile.of(ratios, 0.75),
                median(pairs, pair -> pair.own().cpuMs() / pair.other().cpuMs()),
                pairs.size());
    }

    private static double median(List<Pair> pairs, ToDoubleFunction<Pair> value) {
        return Quantile.of(values(pairs, value), 0.5);
    }

    private static double[] values(List<Pair> pairs, ToDoubleFunction<Pair> value) {
        return pairs.stream().mapToDouble(value).toArray();
    }
}
