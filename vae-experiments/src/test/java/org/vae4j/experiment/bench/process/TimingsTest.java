package org.vae4j.experiment.bench.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class TimingsTest {

    private static RoundResult round(int steps, double seconds, double loss) {
        return new RoundResult(steps, seconds, 2 * seconds, loss, 100 * seconds, 0);
    }

    private static Timings twoEpochs() {
        Timings timings = new Timings();
        timings.add(0, round(10, 0.10, 300));
        timings.add(0, round(10, 0.12, 200));
        timings.add(0, round(10, 0.50, 100));
        timings.add(1, round(10, 0.18, 90));
        timings.add(1, round(10, 0.24, 80));
        timings.add(1, round(10, 0.30, 70));
        return timings;
    }

    @Test
    void firstEpochIsTheMedianOfItsRounds() {
        assertThat(twoEpochs().firstEpochMs()).isCloseTo(12, within(1e-9));
    }

    @Test
    void stepTimeIsTheMedianOfTheLastEpoch() {
        assertThat(twoEpochs().stepMs()).isCloseTo(24, within(1e-9));
        assertThat(twoEpochs().cpuMs()).isCloseTo(48, within(1e-9));
        assertThat(twoEpochs().lastOverFirst()).isCloseTo(2, within(1e-9));
    }

    @Test
    void spreadIsTheDistanceOfTheQuartiles() {
        // Quartiles of 18, 24, 30 ms: 21 and 27.
        assertThat(twoEpochs().spreadMs()).isCloseTo(6, within(1e-9));
    }

    @Test
    void lossIsTheMeanOverTheRoundsOfAnEpoch() {
        assertThat(twoEpochs().firstLoss()).isCloseTo(200, within(1e-9));
        assertThat(twoEpochs().lastLoss()).isCloseTo(80, within(1e-9));
    }

    @Test
    void stepsAreTheSumAndMemoryTheLargestOfAllRounds() {
        assertThat(twoEpochs().steps()).isEqualTo(60);
        assertThat(twoEpochs().peakRssMb()).isCloseTo(50, within(1e-9));
    }
}
