package org.vae4j.experiment.report.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.vae4j.experiment.report.chart.Charts;

class IntervalsTest {

    /** The bar of the values 1 and 3, whose interval is 2 ± 12.7. */
    private static XYSeries bar(Intervals.Range range) {
        XYChart chart = Charts.lines("", "x", "y");
        XYSeries mean = chart.addSeries("mean", new double[] {5}, new double[] {2});
        mean.setMarkerColor(Charts.colour(3));
        Intervals.add(chart, mean, Estimate.of(List.of(1.0, 3.0)), range, share -> 5 + share);
        return chart.getSeriesCollection().stream()
                .filter(series -> series != mean)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void barsHaveTheColourOfTheirMeanAndCrossBars() {
        XYSeries bar = bar(Intervals.Range.ALL);
        assertThat(bar.getLineColor()).isEqualTo(Charts.colour(3));
        assertThat(bar.isShowInLegend()).isFalse();
        assertThat(bar.getYData()[0]).isCloseTo(2 - 12.706, within(1e-3));
        assertThat(bar.getYData()[5]).isCloseTo(2 + 12.706, within(1e-3));
        assertThat(bar.getXData()[0]).isLessThan(5);
        assertThat(bar.getXData()[1]).isGreaterThan(5);
    }

    /** A KL cannot be below 0. The bar of 2 ± 12.7 has no cross bar there, because its interval is cut. */
    @Test
    void barsAreOpenAtTheLimitsOfTheQuantity() {
        XYSeries bar = bar(new Intervals.Range(0, 100));
        assertThat(bar.getYData()[0]).isZero();
        assertThat(Arrays.copyOf(bar.getXData(), 4)).containsOnly(5);
        assertThat(bar.getXData()[5]).isGreaterThan(5);
    }

    /** A level bar is an upright one with its axes exchanged. */
    @Test
    void levelBarsAreUprightOnesWithExchangedAxes() {
        XYChart chart = Charts.lines("", "x", "y");
        XYSeries mean = chart.addSeries("mean", new double[] {2}, new double[] {5});
        Intervals.addAcross(
                chart, mean, Estimate.of(List.of(1.0, 3.0)), new Intervals.Range(0, 100), share -> 5 + share);
        XYSeries bar = chart.getSeriesCollection().stream()
                .filter(series -> series != mean)
                .findFirst()
                .orElseThrow();
        XYSeries upright = bar(new Intervals.Range(0, 100));
        assertThat(bar.getXData()).isEqualTo(upright.getYData());
        assertThat(bar.getYData()).isEqualTo(upright.getXData());
    }

    /** An interval that ends exactly at the limit is not cut. */
    @Test
    void barsThatJustReachTheLimitHaveACrossBar() {
        Estimate estimate = Estimate.of(List.of(1.0, 3.0));
        double low = estimate.interval(Double.NEGATIVE_INFINITY, 100).low();
        XYSeries bar = bar(new Intervals.Range(low, 100));
        assertThat(bar.getXData()[0]).isLessThan(5);
        assertThat(bar.getXData()[1]).isGreaterThan(5);
    }

    @Test
    void rangeRefusesLimitsInTheWrongOrder() {
        assertThatThrownBy(() -> new Intervals.Range(1, 0)).hasMessageContaining("from 1.0 to 0.0");
        assertThatThrownBy(() -> new Intervals.Range(Double.NaN, 0)).hasMessageContaining("NaN");
        assertThat(new Intervals.Range(1, 1).most()).isEqualTo(1);
    }

    @Test
    void aSingleRunHasNoBar() {
        XYChart chart = Charts.lines("", "x", "y");
        XYSeries mean = chart.addSeries("mean", new double[] {5}, new double[] {2});
        Intervals.add(chart, mean, Estimate.of(List.of(2.0)), Intervals.Range.ALL, share -> 5 + share);
        assertThat(chart.getSeriesCollection()).containsExactly(mean);
    }
}
