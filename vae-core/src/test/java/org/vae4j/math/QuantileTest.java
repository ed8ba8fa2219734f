package org.vae4j.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Quantiles of small samples, which can be counted off. */
class QuantileTest {

    private static final double INFINITE = Double.POSITIVE_INFINITY;

    @Test
    void quantilesAreInterpolatedBetweenOrderStatistics() {
        double[] values = {4, 1, 3, 2};
        assertThat(Quantile.of(values, 0)).isEqualTo(1);
        assertThat(Quantile.of(values, 0.1)).isCloseTo(1.3, within(1e-12));
        assertThat(Quantile.of(values, 0.5)).isEqualTo(2.5);
        assertThat(Quantile.of(values, 1)).isEqualTo(4);
    }

    @Test
    void sampleIsNotChanged() {
        double[] values = {4, 1, 3, 2};
        Quantile.of(values, 0.5);
        assertThat(values).containsExactly(4, 1, 3, 2);
    }

    @Test
    void sampleWithoutValuesIsRefused() {
        assertThatThrownBy(() -> Quantile.of(new double[0], 0.5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("found no values, expected at least one");
    }

    /** A share just below 0 would extrapolate, and NaN would give NaN. */
    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
    void shareOutOfRangeIsRefused(double share) {
        assertThatThrownBy(() -> Quantile.of(new double[] {1, 2, 3}, share))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("found the share p = " + share + ", expected a number in [0, 1]");
    }

    @Test
    void infiniteValuesGiveNoNaN() {
        assertThat(Quantile.of(new double[] {1, INFINITE, INFINITE}, 0.75)).isEqualTo(INFINITE);
        assertThat(Quantile.of(new double[] {1, 2, INFINITE}, 0.5)).isEqualTo(2);
    }
}
