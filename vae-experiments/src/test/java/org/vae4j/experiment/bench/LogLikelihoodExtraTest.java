package org.vae4j.experiment.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.vae4j.experiment.bench.process.RoundResult;
import org.vae4j.experiment.bench.process.Timings;

class LogLikelihoodExtraTest {

    private static Timings timings(double seconds) {
        Timings timings = new Timings();
        timings.add(0, new RoundResult(1, seconds, seconds, Double.NaN, 300, 0));
        return timings;
    }

    @Test
    void rooflineIsTheOperationsOfTheDecoderDividedByThePeak() {
        // 2·1024³ operations in 20 ms, 107.374 GFLOP/s; 200,000 latents of 413,600 operations each in 2 s.
        Map<String, Double> results = LogLikelihoodExtra.results(timings(0.02), timings(2));

        assertThat(results.get("logLikelihoodSamplesPerSecond")).isCloseTo(100_000, within(1e-6));
        // 82.72 GFLOP at the peak take 0.77039 s.
        assertThat(results.get("logLikelihoodOverRoofline")).isCloseTo(2 / 0.77039, within(1e-3));
        assertThat(results.get("logLikelihoodPeakRssMb")).isEqualTo(300);
    }
}
