package org.vae4j.experiment.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.vae4j.experiment.bench.contender.Contender;
import org.vae4j.experiment.bench.process.RoundResult;
import org.vae4j.experiment.bench.process.Timings;
import org.vae4j.experiment.bench.workload.BenchNetwork;

class CaseResultTest {

    private static Timings timings(double stepMs, double loss) {
        int steps = 400;
        Timings timings = new Timings();
        timings.add(0, new RoundResult(steps, steps * stepMs / 1e3, 0, loss, 0, 0));
        return timings;
    }

    private static CaseResult result(double djlLoss) {
        Map<Contender, Timings> timings = new EnumMap<>(Contender.class);
        // 2·1024³ operations in 20 ms: 107.37 GFLOP/s.
        timings.put(Contender.PEAK, timings(20, Double.NaN));
        timings.put(Contender.VAE4J, timings(6, 120));
        timings.put(Contender.DJL, timings(12, djlLoss));
        return CaseResult.of(BenchNetwork.byName("vae-400-20"), 128, 1, timings);
    }

    @Test
    void rooflineIsTheOperationsOfTheStepDividedByThePeak() {
        assertThat(result(120).peakGflops().orElseThrow()).isCloseTo(107.374, within(1e-3));
        // 0.41984 GFLOP / 107.374 GFLOP/s
        assertThat(result(120).rooflineMs().orElseThrow()).isCloseTo(3.9101, within(1e-3));
    }

    @Test
    void overDividesTheTimeOfVae4jByAnotherTime() {
        CaseResult result = result(120);

        assertThat(result.djlMs().flatMap(result::over))
                .hasValueSatisfying(r -> assertThat(r).isCloseTo(0.5, within(1e-9)));
        assertThat(result.stockDl4jMs().flatMap(result::over)).isEmpty();
    }

    @Test
    void djlLossAgreesWithinTwoPercentOnly() {
        assertThat(result(121).djlLossAgrees()).contains(true);
        assertThat(result(130).djlLossAgrees()).contains(false);
    }
}
