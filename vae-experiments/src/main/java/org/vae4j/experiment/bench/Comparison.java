package org.vae4j.experiment.bench;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.vae4j.experiment.bench.process.RoundResult;
import org.vae4j.experiment.bench.workload.BenchNetwork;
import org.vae4j.math.Quantile;

/**
 * Two builds' steps of one network, measured in pairs of rounds.
 *
 * @param name of the reference network
 * @param batch examples per step
 * @param threads that each may use
 * @param stepMs this build, median of its rounds
 * @param otherStepMs the other build, median of its rounds
 * @param ratio median over the pairs of this build's time over the other's: below 1 this one is faster
 * @param lowerQuartile of the pairs' ratios
 * @param upperQuartile of the pairs' ratios
 * @param cpuRatio median over the pairs of the processor times' ratio, which a busy machine distorts least
 * @param pairs how many pairs were measured
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
     * Two rounds of as many steps, one right behind the other.
     *
     * @param own this build's
     * @param other the other build's
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
