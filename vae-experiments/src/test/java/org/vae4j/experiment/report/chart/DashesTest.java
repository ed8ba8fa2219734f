package org.vae4j.experiment.report.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;

class DashesTest {

    @Test
    void dashesLieOnTheLineWithGapsBetweenThem() {
        double[] x = {0, 1, 5};
        Dashes dashes = Dashes.of(x, new double[] {0, 2, 10});
        for (int i = 0; i < dashes.x().length; i++) {
            if (!Double.isNaN(dashes.y()[i])) {
                assertThat(dashes.y()[i]).isCloseTo(2 * dashes.x()[i], within(1e-12));
            }
        }
        assertThat(DoubleStream.of(dashes.y()).filter(Double::isNaN)).hasSize(40);
        assertThat(dashes.y()[dashes.y().length - 1]).isEqualTo(10);
        assertThat(dashes.x()).isSorted();
    }

    /** XChart draws such a line piece by piece, and a dashed stroke would begin anew with each piece. */
    @Test
    void dashesOfALineWithManyPointsAreVisible() {
        double[] x = new double[400];
        Arrays.setAll(x, i -> i);
        XYChart chart = Charts.lines("", "x", "y");
        XYSeries line = chart.addSeries("line", x, new double[400]);
        chart.getStyler().setLegendVisible(false);
        int ofLabels = gaps(chart);
        Charts.dash(chart, line);
        assertThat(gaps(chart) - ofLabels).isBetween(35, 41);
    }

    /** The number of gaps in the row of pixels with most of the line's colour. */
    private static int gaps(XYChart chart) {
        BufferedImage image = Charts.render(chart);
        int best = -1;
        int most = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            int coloured = 0;
            for (int x = 0; x < image.getWidth(); x++) {
                coloured += isLine(image, x, y) ? 1 : 0;
            }
            if (coloured > most) {
                most = coloured;
                best = y;
            }
        }
        int ends = 0;
        for (int x = 1; x < image.getWidth(); x++) {
            ends += isLine(image, x - 1, best) && !isLine(image, x, best) ? 1 : 0;
        }
        return ends - 1;
    }

    private static boolean isLine(BufferedImage image, int x, int y) {
        // Where the pieces of a line meet, its colour is mixed with the ground's.
        return (image.getRGB(x, y) >> 16 & 255) < 120;
    }
}
