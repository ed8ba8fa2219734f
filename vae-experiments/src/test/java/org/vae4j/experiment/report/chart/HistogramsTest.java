package org.vae4j.experiment.report.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;

class HistogramsTest {

    @Test
    void valuesOutsideTheRangeOfTheFirstSampleCountInTheOuterBins() {
        Map<String, double[]> samples = new LinkedHashMap<>();
        samples.put(
                "first", IntStream.range(0, 1000).mapToDouble(i -> i / 1000.0).toArray());
        samples.put("far away", new double[] {-1000, -1000, 0.5, 1000});
        samples.put("threshold", new double[] {0.25});
        XYChart chart = Histograms.of("title", "x", samples);
        XYSeries first = chart.getSeries("first");
        XYSeries far = chart.getSeries("far away");
        assertThat(Arrays.stream(first.getYData()).sum()).isCloseTo(100, within(1e-9));
        assertThat(Arrays.stream(far.getYData()).sum()).isCloseTo(100, within(1e-9));
        assertThat(first.getXData()[0]).isBetween(-2.1, -1.9);
        assertThat(far.getYData()[0]).isEqualTo(50);
        assertThat(far.getYData()[far.getYData().length - 1]).isEqualTo(25);
        assertThat(chart.getSeries("threshold").getXData()).containsExactly(0.25, 0.25);
    }
}
