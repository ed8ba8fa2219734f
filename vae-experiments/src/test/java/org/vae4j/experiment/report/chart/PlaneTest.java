package org.vae4j.experiment.report.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

class PlaneTest {

    private static XYChart circle(double radius) {
        XYChart chart = Charts.plane("first principal component", "z2", 1.05 * radius);
        double[] x = new double[361];
        double[] y = new double[361];
        Arrays.setAll(x, i -> radius * Math.cos(Math.toRadians(i)));
        Arrays.setAll(y, i -> radius * Math.sin(Math.toRadians(i)));
        XYSeries series = chart.addSeries("circle", x, y);
        series.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Line);
        series.setLineColor(Color.RED);
        series.setMarker(SeriesMarkers.NONE);
        series.setShowInLegend(false);
        chart.addSeries("in the legend", new double[] {0}, new double[] {0}).setMarkerColor(Color.BLUE);
        return chart;
    }

    /** The width and the height of the red circle in pixels. */
    private static int[] extent(BufferedImage image) {
        int[] bounds = {Integer.MAX_VALUE, -1, Integer.MAX_VALUE, -1};
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                Color pixel = new Color(image.getRGB(x, y));
                if (pixel.getRed() > 200 && pixel.getGreen() < 100) {
                    bounds[0] = Math.min(bounds[0], x);
                    bounds[1] = Math.max(bounds[1], x);
                    bounds[2] = Math.min(bounds[2], y);
                    bounds[3] = Math.max(bounds[3], y);
                }
            }
        }
        return new int[] {bounds[1] - bounds[0], bounds[3] - bounds[2]};
    }

    /** Labels beside the plot and a legend below it reduce the room of one axis only. */
    @ParameterizedTest
    @CsvSource({"480, 480, 1", "480, 520, 1", "350, 350, 3.7", "600, 300, 1234"})
    void circlesAreRound(int width, int height, double radius) {
        XYChart chart = circle(radius);
        chart.getStyler().setLegendPosition(LegendPosition.OutsideS);
        Ticks.prepare(chart, width, height);
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        chart.paint(image.createGraphics(), width, height);
        int[] extent = extent(image);
        assertThat(extent[0]).isGreaterThan(100).isCloseTo(extent[1], within(2));
    }
}
