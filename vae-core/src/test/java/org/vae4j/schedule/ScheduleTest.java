package org.vae4j.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.nd4j.linalg.schedule.ScheduleType.EPOCH;
import static org.nd4j.linalg.schedule.ScheduleType.ITERATION;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
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

    /** One of each kind, with the schedules of models of version 0.1 last. */
    static Stream<Schedule> schedules() {
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

    /** Uses the mapper with which DL4J writes models. */
    @ParameterizedTest
    @MethodSource("schedules")
    void scheduleReadFromJsonEqualsTheWrittenOne(Schedule schedule) throws Exception {
        var mapper = NeuralNetConfiguration.mapper();
        String json = mapper.writeValueAsString(schedule);
        assertThat(json).contains("\"@class\"", schedule.getClass().getName());
        ISchedule back = mapper.readValue(json, ISchedule.class);
        assertThat(back).isEqualTo(schedule).isEqualTo(schedule.clone());
    }

    @Test
    void scheduleOfEpochsDoesNotReadTheIteration() {
        assertThat(new Exponential(1, 0.5, 1, 0, EPOCH).valueAt(1000, 2)).isEqualTo(0.25);
    }

    @Test
    void scheduleOfIterationsDoesNotReadTheEpoch() {
        assertThat(new Exponential(1, 0.5, 1, 0, ITERATION).valueAt(2, 1000)).isEqualTo(0.25);
    }

    @Test
    void stagesJumpAtTheirTimes() {
        Staged staged = new Staged(List.of(new Stage(0, 1), new Stage(10, 0.25), new Stage(11, 0)), ITERATION);
        assertThat(valuesAt(staged, 0, 9, 10, 11, 999)).containsExactly(1, 1, 0.25, 0, 0);
    }

    @Test
    void refusesStagesThatDoNotBeginAtZero() {
        assertThatThrownBy(() -> new Staged(List.of(new Stage(1, 1)), EPOCH)).hasMessageContaining("the first from 0");
    }

    @Test
    void refusesStagesThatDoNotRise() {
        assertThatThrownBy(() -> new Staged(List.of(new Stage(0, 1), new Stage(4, 1), new Stage(4, 2)), EPOCH))
                .hasMessageContaining("= 4, expected a number >= 5");
    }

    /** The values are those of 2 · 0.5^(t / 10), not below 0.3. */
    @Test
    void exponentialDecaysToItsFloor() {
        Exponential decay = new Exponential(2, 0.5, 10, 0.3, ITERATION);
        assertThat(valuesAt(decay, 0, 5, 10, 20, 27, 28, 1000))
                .containsExactly(
                        new double[] {2, Math.sqrt(2), 1, 0.5, 2 * Math.pow(0.5, 2.7), 0.3, 0.3}, within(1e-15));
        assertNeverRises(decay, 60);
    }

    /** The values follow from cos 0 = 1, cos π/3 = 1/2, cos π/2 = 0 and cos 2π/3 = -1/2. */
    @Test
    void cosineFallsFromStartToEnd() {
        Cosine cosine = new Cosine(1, 0.2, 60, ITERATION);
        assertThat(valuesAt(cosine, 0, 20, 30, 40, 60, 61, 1_000_000))
                .containsExactly(new double[] {1, 0.8, 0.6, 0.4, 0.2, 0.2, 0.2}, within(1e-15));
        assertNeverRises(cosine, 80);
    }

    /** The steepest slope of the half wave is (start - end) π / 2 / length. */
    @Test
    void cosineHasNoJumps() {
        assertStepsAtMost(0.8 * Math.PI / 2 / 60 * 1.001, new Cosine(1, 0.2, 60, ITERATION), 80);
    }

    @Test
    void halfWavesOfEqualLengthRestartRegularly() {
        CosineRestarts restarts = new CosineRestarts(1, 0, 10, 1, ITERATION);
        assertThat(valuesAt(restarts, 0, 5, 10, 15, 1_000_000_005))
                .containsExactly(new double[] {1, 0.5, 1, 0.5, 0.5}, within(1e-15));
    }

    /** Half waves of 10, 20 and 40 updates begin at 0, 10 and 30. */
    @Test
    void growingHalfWavesRestartLaterEachTime() {
        CosineRestarts restarts = new CosineRestarts(1, 0, 10, 2, ITERATION);
        assertThat(valuesAt(restarts, 0, 5, 10, 20, 30, 50, 70))
                .containsExactly(new double[] {1, 0.5, 1, 0.5, 1, 0.5, 1}, within(1e-15));
    }

    @Test
    void firstHalfWaveOfRestartsIsACosine() {
        int[] times = IntStream.range(0, 10).toArray();
        assertThat(valuesAt(new CosineRestarts(1, 0, 10, 2, ITERATION), times))
                .isEqualTo(valuesAt(new Cosine(1, 0, 10, ITERATION), times));
    }

    @Test
    void warmUpMultipliesTheOtherScheduleByItsShareOfTheLength() {
        Cosine cosine = new Cosine(1, 0, 20, ITERATION);
        assertThat(valuesAt(new WarmUp(4, cosine, ITERATION), 0, 1, 2, 3))
                .containsExactly(
                        0, cosine.valueAt(1, 0) * 1 / 4, cosine.valueAt(2, 0) * 2 / 4, cosine.valueAt(3, 0) * 3 / 4);
    }

    @Test
    void valuesAfterAWarmUpAreThoseOfTheOtherSchedule() {
        Cosine cosine = new Cosine(1, 0, 20, ITERATION);
        int[] times = IntStream.range(4, 25).toArray();
        assertThat(valuesAt(new WarmUp(4, cosine, ITERATION), times)).isEqualTo(valuesAt(cosine, times));
    }

    @Test
    void warmUpHasNoJumps() {
        assertStepsAtMost(0.26, new WarmUp(4, new Cosine(1, 0, 20, ITERATION), ITERATION), 25);
    }

    @Test
    void warmUpOfLengthZeroIsTheOtherSchedule() {
        assertThat(new WarmUp(0, new Cosine(1, 0, 20, ITERATION), EPOCH).valueAt(0, 0))
                .isEqualTo(1);
    }

    /** Models of version 0.1 have the linear warm-up. */
    @Test
    void warmUpOfAConstantEqualsTheLinearWarmup() {
        int[] times = IntStream.range(0, 15).toArray();
        assertThat(valuesAt(new WarmUp(7, new Constant(0.3), ITERATION), times))
                .isEqualTo(valuesAt(new LinearWarmup(0.3, 7), times));
    }

    /** Compares with equation 6 of Fu et al. 2019, whose t counts from 1, while iterations count from 0. */
    @Test
    void cyclesFollowThePublishedFormula() {
        int iterations = 40;
        int cycles = 4;
        double ratio = 0.5;
        Cyclic cyclic = new Cyclic(0, 1, iterations / cycles, ratio, ITERATION);
        for (int t = 1; t <= iterations; t++) {
            double length = (double) iterations / cycles;
            double tau = (t - 1) % Math.ceil(length) / length;
            double beta = tau <= ratio ? tau / ratio : 1;
            assertThat(cyclic.valueAt(t - 1, 0)).as("t = %d", t).isCloseTo(beta, within(1e-15));
        }
    }

    @Test
    void cyclesWithoutARiseStayHigh() {
        assertThat(valuesAt(new Cyclic(0.5, 3, 4, 0, ITERATION), 0, 3, 4)).containsExactly(3, 3, 3);
    }

    @Test
    void cyclesOfARiseAloneFallBackAtTheirEnd() {
        assertThat(valuesAt(new Cyclic(1, 3, 4, 1, ITERATION), 0, 2, 3, 4)).containsExactly(1, 2, 2.5, 1);
    }

    @Test
    void refusesValuesOutsideTheirRange() {
        assertThatThrownBy(() -> new Constant(Double.NaN)).hasMessage("found value = NaN, expected a finite number");
        assertThatThrownBy(() -> new Cosine(1, 0, 0, EPOCH)).hasMessage("found length = 0, expected a number >= 1");
        assertThatThrownBy(() -> new CosineRestarts(1, 0, 5, 0, EPOCH)).hasMessageContaining("growth = 0");
        assertThatThrownBy(() -> new Exponential(1, 1.5, 1, 0, EPOCH)).hasMessageContaining("factor = 1.5");
        assertThatThrownBy(() -> new Exponential(1, 0.5, 1, 2, EPOCH)).hasMessageContaining("floor = 2.0 above");
        assertThatThrownBy(() -> new Cyclic(0, 1, 5, 1.5, EPOCH)).hasMessageContaining("rise = 1.5");
        assertThatThrownBy(() -> new WarmUp(-1, new Constant(1), EPOCH)).hasMessageContaining("length = -1");
    }

    @Test
    void refusesAScheduleWithoutAUnit() {
        assertThatThrownBy(() -> new Cosine(1, 0, 5, null)).hasMessageContaining("expected ITERATION or EPOCH");
    }

    private static double[] valuesAt(Schedule schedule, int... iterations) {
        return Arrays.stream(iterations)
                .mapToDouble(t -> schedule.valueAt(t, 0))
                .toArray();
    }

    private static void assertNeverRises(Schedule schedule, int length) {
        for (int t = 1; t < length; t++) {
            assertThat(schedule.valueAt(t, 0)).as("value at %d", t).isLessThanOrEqualTo(schedule.valueAt(t - 1, 0));
        }
    }

    private static void assertStepsAtMost(double largest, Schedule schedule, int length) {
        for (int t = 1; t < length; t++) {
            assertThat(schedule.valueAt(t, 0) - schedule.valueAt(t - 1, 0))
                    .as("step to %d", t)
                    .isBetween(-largest, largest);
        }
    }
}
