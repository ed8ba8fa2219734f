package org.vae4j.experiment.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.vae4j.experiment.bench.process.RoundResult;
import org.vae4j.experiment.bench.workload.BenchNetwork;

class ComparisonTest {

    private static Comparison.Pair pair(double ownMs, double otherMs) {
        return new Comparison.Pair(round(ownMs), round(otherMs));
    }

    private static RoundResult round(double stepMs) {
        int steps = 10;
        double seconds = steps * stepMs / 1e3;
        return new RoundResult(steps, seconds, seconds / 2, 100, 0, 0);
    }

    @Test
    void ratioIsTheMedianOverThePairsAndNotTheRatioOfTheMedians() {
        // The machine slows down threefold between the pairs; within each, this build takes 1.1 times as long.
        Comparison result = Comparison.of(
                BenchNetwork.VAE, 128, 1, List.of(pair(1.1, 1), pair(2.2, 2), pair(3.3, 3), pair(2, 4), pair(9, 3)));

        assertThat(result.ratio()).isCloseTo(1.1, within(1e-12));
        assertThat(result.stepMs()).isCloseTo(2.2, within(1e-12));
        assertThat(result.otherStepMs()).isCloseTo(3, within(1e-12));
        assertThat(result.lowerQuartile()).isCloseTo(1.1, within(1e-12));
        assertThat(result.upperQuartile()).isCloseTo(1.1, within(1e-12));
        assertThat(result.cpuRatio()).isCloseTo(1.1, within(1e-12));
        assertThat(result.pairs()).isEqualTo(5);
    }
}
