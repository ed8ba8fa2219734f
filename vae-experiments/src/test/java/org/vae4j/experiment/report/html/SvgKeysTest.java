package org.vae4j.experiment.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.vae4j.experiment.report.chart.Charts;

/** Legends show what a chart draws: a line, points, an area, or a line with points on it. */
class SvgKeysTest {

    private static final double[] X = {1, 2};
    private static final String DOT = "M1.5 6a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0 -9 0z";

    @Test
    void eachKindOfSeriesHasAKeyOfItsKind() {
        XYChart chart = Charts.lines("", "x", "y");
        chart.addSeries("line", X, X);
        chart.addSeries("area", X, X).setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Area);
        XYSeries both = chart.addSeries("line with points", X, X);
        both.setMarker(SeriesMarkers.CIRCLE);
        XYSeries points = chart.addSeries("points", X, X);
        points.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
        points.setMarker(SeriesMarkers.CIRCLE);
        Charts.dash(chart, chart.addSeries("dashes", X, X));
        Svg.of(chart, 480, 300, "id", "alt");
        List<Page.Key> keys = Svg.keys(chart);
        assertThat(keys).extracting(Page.Key::dash).containsExactly("none", "", "none", "", "6 4");
        assertThat(keys).extracting(Page.Key::marker).containsExactly("", "M2 2h8v8h-8z", DOT, DOT, "");
    }

    /** Points that are such by the style of their chart are points, too. */
    @Test
    void pointsOfAChartOfPointsAreNoLines() {
        XYChart chart = Charts.points("", "x", "y");
        chart.addSeries("points", X, X);
        Svg.of(chart, 480, 300, "id", "alt");
        assertThat(Svg.keys(chart).get(0).dash()).isEmpty();
        assertThat(Svg.keys(chart).get(0).marker()).isEqualTo(DOT);
    }
}
