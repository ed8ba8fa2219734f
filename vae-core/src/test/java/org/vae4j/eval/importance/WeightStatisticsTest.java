package org.vae4j.eval.importance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vae4j.eval.ExampleTotals;
import org.vae4j.eval.LogLikelihoodEstimate;
import org.vae4j.eval.RunningVariance;
import org.vae4j.math.GaussianNoise;
import org.vae4j.math.LogSumExp;

class WeightStatisticsTest {

    private static final double[] LOG_WEIGHTS = {-3, 0.5, 2, -1, -1, 4, 0, 0.25, -700, 1, 2.5};

    private static WeightStatistics statistics(double[] logWeights, Integer... groupSizes) {
        WeightStatistics statistics = new WeightStatistics(List.of(groupSizes));
        Arrays.stream(logWeights).forEach(statistics::add);
        return statistics;
    }

    @Test
    void boundsAreMeansOverDisjointFullGroups() {
        WeightStatistics weights = statistics(LOG_WEIGHTS, 1, 3, 4, 11);
        double threes = LogSumExp.meanOf(-3, 0.5, 2) + LogSumExp.meanOf(-1, -1, 4) + LogSumExp.meanOf(0, 0.25, -700);
        double fours = LogSumExp.meanOf(-3, 0.5, 2, -1) + LogSumExp.meanOf(-1, 4, 0, 0.25);
        assertThat(weights.bound(0))
                .isCloseTo(Arrays.stream(LOG_WEIGHTS).average().orElseThrow(), within(1e-12));
        assertThat(weights.bound(1)).isCloseTo(threes / 3, within(1e-12));
        assertThat(weights.bound(2)).isCloseTo(fours / 2, within(1e-12));
        assertThat(weights.bound(3)).isCloseTo(LogSumExp.meanOf(LOG_WEIGHTS), within(1e-12));
    }

    @Test
    void aBoundWithoutAFullGroupIsNaN() {
        assertThat(statistics(LOG_WEIGHTS, 12).bound(0)).isNaN();
    }

    @Test
    void effectiveSampleSizeIsTheSquaredSumOverTheSumOfSquares() {
        double sum = Arrays.stream(LOG_WEIGHTS).map(Math::exp).sum();
        double squares = Arrays.stream(LOG_WEIGHTS).map(w -> Math.exp(2 * w)).sum();
        assertThat(statistics(LOG_WEIGHTS).estimate().effectiveSampleSize())
                .isCloseTo(sum * sum / squares, within(1e-10));
    }

    /** Eleven weights are fewer than the parts of the jackknife, so each of them is left out once. */
    @Test
    void samplingErrorIsThatOfTheJackknife() {
        int n = LOG_WEIGHTS.length;
        double sum = Arrays.stream(LOG_WEIGHTS).map(Math::exp).sum();
        double[] leftOut = new double[n];
        Arrays.setAll(leftOut, i -> Math.log((sum - Math.exp(LOG_WEIGHTS[i])) / (n - 1)));
        double average = Arrays.stream(leftOut).average().orElseThrow();
        double squares =
                Arrays.stream(leftOut).map(l -> (l - average) * (l - average)).sum();
        assertThat(statistics(LOG_WEIGHTS).estimate().samplingErrorNats())
                .isCloseTo(Math.sqrt(squares * (n - 1) / n), within(1e-10));
    }

    @Test
    void samplingErrorOfOneWeightIsNaN() {
        assertThat(statistics(new double[] {0}).estimate().samplingErrorNats()).isNaN();
    }

    @Test
    void samplingErrorIsInfiniteWhereOnlyOneWeightIsPositive() {
        assertThat(statistics(new double[] {0, Double.NEGATIVE_INFINITY})
                        .estimate()
                        .samplingErrorNats())
                .isInfinite();
    }

    /**
     * Log-normal weights, a few of which dominate as those of a poor encoder do: with a deviation of 3.5, 50 weights
     * have an effective size of about 3. The stated error is compared with the scatter of 400 estimates over 60
     * examples, whose deviation is known to 1/√800; four times that is allowed. √(1/ESS - 1/50) would be half of the
     * scatter.
     */
    @ParameterizedTest
    @ValueSource(doubles = {0.5, 2, 3.5, 6})
    void samplingErrorMatchesTheScatterWhereAFewWeightsDominate(double deviation) {
        int estimates = 400;
        int examples = 60;
        int samples = 50;
        RunningVariance scatter = new RunningVariance();
        double stated = 0;
        double effective = 0;
        for (int seed = 0; seed < estimates; seed++) {
            ExampleTotals totals = new ExampleTotals();
            double[] draws = GaussianNoise.draw(seed, examples * samples);
            for (int example = 0; example < examples; example++) {
                WeightStatistics weights = new WeightStatistics(List.of());
                Arrays.stream(draws, example * samples, (example + 1) * samples)
                        .forEach(d -> weights.add(deviation * d));
                totals.add(weights.estimate());
            }
            LogLikelihoodEstimate estimate = totals.estimate(samples);
            scatter.add(estimate.negLogLikelihoodNats());
            stated += estimate.samplingErrorNats() / estimates;
            effective += estimate.effectiveSampleSize() / estimates;
        }
        double actual = scatter.standardError() * Math.sqrt(estimates);
        assertThat(stated / actual).as("effective size %f", effective).isBetween(0.86, 1.2);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void refusesGroupsOfNoWeights(int size) {
        assertThatThrownBy(() -> new WeightStatistics(List.of(3, size)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected at least 1");
    }
}
