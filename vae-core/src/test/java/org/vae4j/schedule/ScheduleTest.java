package org.vae4j.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.nd4j.linalg.schedule.ScheduleType.EPOCH;
import static org.nd4j.linalg.schedule.ScheduleType.ITERATION;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.schedule.ISchedule;
import org.vae4j.objective.LinearWarmup;
import org.vae4j.schedule.Staged.Stage;
import org.vae4j.train.ConstantRate;
import org.vae4j.train.StagedRate;

class ScheduleTest {

    static Stream<Schedule> all() {
        return Stream.of(
                new Constant(-0.5),
                new Staged(List.of(new Stage(0, 1), new Stage(10, 0.25), new Stage(11, 0)), ITERATION),
                new Exponential(2, 0.5, 10, 0.3, EPOCH),
                new Cosine(1, 0.1, 40, ITERATION),
                new CosineRestarts(1, 0, 10, 2, EPOCH),
                new WarmUp(5, new Cosine(1, 0, 20, EPOCH), ITERATION),
                new Cyclic(0, 1, 8, 0.5, ITERATION),
                new ConstantRate(0.1),
                new StagedRate(List.of(new StagedRate.Stage(0, 0.1), new StagedRate.Stage(3, 0.2))),
                new LinearWarmup(2, 10));
    }

    /** DL4J's own mapper, the one that writes models. */
    @ParameterizedTest
    @MethodSource("all")
    void comesBackFromAModelFilesJson(Schedule schedule) throws Exception {
        var mapper = NeuralNetConfiguration.mapper();
        String json = mapper.writeValueAsString(schedule);
        assertThat(json).contains("\"@class\"", schedule.getClass().getName());
        ISchedule back = mapper.readValue(json, ISchedule.class);
        assertThat(back).isEqualTo(schedule).isEqualTo(schedule.clone());
    }

    @Test
    void oneThatCountsEpochsIgnoresIterationsAndTheOtherWayRound() {
        Exponential byEpoch = new Exponential(1, 0.5, 1, 0, EPOCH);
        Exponential byIteration = new Exponential(1, 0.5, 1, 0, ITERATION);
        assertThat(byEpoch.valueAt(1000, 2)).isEqualTo(0.25);
        assertThat(byIteration.valueAt(2, 1000)).isEqualTo(0.25);
    }

    @Test
    void stagesJumpAtTheirTimes() {
        Staged staged = new Staged(List.of(new Stage(0, 1), new Stage(10, 0.25), new Stage(11, 0)), ITERATION);
        assertThat(valuesAt(staged, 0, 9, 10, 11, 999)).containsExactly(1, 1, 0.25, 0, 0);
        assertThatThrownBy(() -> new Staged(List.of(new Stage(1, 1)), EPOCH)).hasMessageContaining("the first from 0");
        assertThatThrownBy(() -> new Staged(List.of(new Stage(0, 1), new Stage(4, 1), new Stage(4, 2)), EPOCH))
                .hasMessageContaining("= 4, expected a number >= 5");
    }

    /** By hand: 2 · 0.5^(t / 10), not below 0.3. */
    @Test
    void decaysExponentiallyToItsFloor() {
        Exponential decay = new Exponential(2, 0.5, 10, 0.3, ITERATION);
        assertThat(valuesAt(decay, 0, 10, 20, 27, 28, 1000))
                .containsExactly(new double[] {2, 1, 0.5, 2 * Math.pow(0.5, 2.7), 0.3, 0.3}, within(1e-15));
        assertThat(decay.valueAt(5, 0)).isCloseTo(Math.sqrt(2), within(1e-15));
        assertNeverRises(decay, 60);
    }

    /** By hand: cos 0 = 1, cos π/3 = 1/2, cos π/2 = 0, cos 2π/3 = -1/2. */
    @Test
    void cosineFallsFromStartToEnd() {
        Cosine cosine = new Cosine(1, 0.2, 60, ITERATION);
        assertThat(valuesAt(cosine, 0, 20, 30, 40, 60, 61, 1_000_000))
                .containsExactly(new double[] {1, 0.8, 0.6, 0.4, 0.2, 0.2, 0.2}, within(1e-15));
        assertNeverRises(cosine, 80);
        assertSteps(cosine, 80, 0.8 * Math.PI / 2 / 60 * 1.001);
    }

    @Test
    void cosineRestarts() {
        CosineRestarts equal = new CosineRestarts(1, 0, 10, 1, ITERATION);
        assertThat(valuesAt(equal, 0, 5, 10, 15, 1_000_000_005))
                .containsExactly(new double[] {1, 0.5, 1, 0.5, 0.5}, within(1e-15));
        // Waves of 10, 20, 40 updates begin at 0, 10 and 30.
        CosineRestarts longer = new CosineRestarts(1, 0, 10, 2, ITERATION);
        assertThat(valuesAt(longer, 0, 5, 10, 20, 30, 50, 70))
                .containsExactly(new double[] {1, 0.5, 1, 0.5, 1, 0.5, 1}, within(1e-15));
        Cosine single = new Cosine(1, 0, 10, ITERATION);
        for (int t = 0; t < 10; t++) {
            assertThat(longer.valueAt(t, 0)).isEqualTo(single.valueAt(t, 0));
        }
    }

    @Test
    void warmUpFadesInWhatFollowsWithoutMovingIt() {
        Cosine then = new Cosine(1, 0, 20, ITERATION);
        WarmUp warm = new WarmUp(4, then, ITERATION);
        assertThat(valuesAt(warm, 0, 1, 2, 3))
                .containsExactly(0, then.valueAt(1, 0) * 1 / 4, then.valueAt(2, 0) * 2 / 4, then.valueAt(3, 0) * 3 / 4);
        for (int t = 4; t < 25; t++) {
            assertThat(warm.valueAt(t, 0)).isEqualTo(then.valueAt(t, 0));
        }
        assertSteps(warm, 25, 0.26);
        assertThat(new WarmUp(0, then, EPOCH).valueAt(0, 0)).isEqualTo(1);
    }

    /** The warm-up of a constant is the schedule that models of version 0.1 have. */
    @Test
    void warmUpOfAConstantIsTheLinearWarmup() {
        for (int t = 0; t < 15; t++) {
            assertThat(new WarmUp(7, new Constant(0.3), ITERATION).valueAt(t, 0))
                    .isEqualTo(new LinearWarmup(0.3, 7).valueAt(t, 0));
        }
    }

    /** Fu et al. 2019, equation 6 with T = 40, M = 4, R = 0.5; their t counts from 1, ours from 0. */
    @Test
    void cyclesAsPublished() {
        Cyclic cyclic = new Cyclic(0, 1, 10, 0.5, ITERATION);
        for (int t = 1; t <= 40; t++) {
            double tau = (t - 1) % Math.ceil(40 / 4.0) / (40 / 4.0);
            double beta = tau <= 0.5 ? tau / 0.5 : 1;
            assertThat(cyclic.valueAt(t - 1, 0)).as("t = %d", t).isCloseTo(beta, within(1e-15));
        }
        assertThat(valuesAt(new Cyclic(0.5, 3, 4, 0, ITERATION), 0, 3, 4)).containsExactly(3, 3, 3);
        assertThat(valuesAt(new Cyclic(1, 3, 4, 1, ITERATION), 0, 2, 3, 4)).containsExactly(1, 2, 2.5, 1);
    }

    @Test
    void valuesOutsideTheirRangeAreRefused() {
        assertThatThrownBy(() -> new Constant(Double.NaN)).hasMessage("found value = NaN, expected a finite number");
        assertThatThrownBy(() -> new Cosine(1, 0, 0, EPOCH)).hasMessage("found length = 0, expected a number >= 1");
        assertThatThrownBy(() -> new CosineRestarts(1, 0, 5, 0, EPOCH)).hasMessageContaining("growth = 0");
        assertThatThrownBy(() -> new Exponential(1, 1.5, 1, 0, EPOCH)).hasMessageContaining("factor = 1.5");
        assertThatThrownBy(() -> new Exponential(1, 0.5, 1, 2, EPOCH)).hasMessageContaining("floor = 2.0 above");
        assertThatThrownBy(() -> new Cyclic(0, 1, 5, 1.5, EPOCH)).hasMessageContaining("rise = 1.5");
        assertThatThrownBy(() -> new WarmUp(-1, new Constant(1), EPOCH)).hasMessageContaining("length = -1");
        assertThatThrownBy(() -> new Cosine(1, 0, 5, null)).hasMessageContaining("expected ITERATION or EPOCH");
    }

    private static double[] valuesAt(Schedule schedule, int... iterations) {
        return Arrays.stream(iterations)
                .mapToDouble(t -> schedule.valueAt(t, 0))
                .toArray();
    }

    private static void assertNeverRises(Schedule schedule, int length) {
        for (int t = 1; t < length; t++) {
            assertThat(schedule.valueAt(t, 0)).as("at %d", t).isLessThanOrEqualTo(schedule.valueAt(t - 1, 0));
        }
    }

    private static void assertSteps(Schedule schedule, int length, double largest) {
        for (int t = 1; t < length; t++) {
            assertThat(schedule.valueAt(t, 0) - schedule.valueAt(t - 1, 0))
                    .as("step to %d", t)
                    .isBetween(-largest, largest);
        }
    }
}
