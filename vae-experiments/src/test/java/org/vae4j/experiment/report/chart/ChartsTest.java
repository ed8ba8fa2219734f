package org.vae4j.experiment.report.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.internal.chartpart.Chart;

class ChartsTest {

    @TempDir
    Path folder;

    @Test
    void drawsEachSeriesInADifferentColourOnWhite() throws IOException {
        XYChart chart = Charts.lines("Training", "epoch", "negative ELBO (nats per example)");
        chart.addSeries("training", new double[] {1, 2, 3}, new double[] {160, 120, 110});
        chart.addSeries("test", new double[] {1, 2, 3}, new double[] {150, 118, 112});
        BufferedImage image = saved(chart);

        assertThat(image.getWidth()).isEqualTo(1600);
        assertThat(image.getHeight()).isEqualTo(1000);
        assertThat(new Color(image.getRGB(2, 2))).isEqualTo(Color.WHITE);
        assertThat(colours(image)).contains(Charts.colour(0), Charts.colour(1)).doesNotContain(Charts.colour(2));
    }

    @Test
    void drawsPointsInTheFirstColour() throws IOException {
        XYChart points = Charts.points("Points", "x", "y");
        points.addSeries("a", new double[] {1, 2}, new double[] {1, 2});
        assertThat(colours(saved(points))).contains(Charts.colour(0));
    }

    @Test
    void drawsBarsInTheFirstColour() throws IOException {
        CategoryChart bars = Charts.bars("Bars", "outcome", "probability");
        bars.addSeries("prior", List.of("flu", "no flu"), List.of(0.05, 0.95));
        assertThat(colours(saved(bars))).contains(Charts.colour(0));
    }

    @Test
    void drawsTheLowestValueOfAMapInTheFirstColourOfTheRange() throws IOException {
        HeatMapChart map = Charts.heatMap("Map", "z1", "z2");
        map.addSeries("density", new int[] {0, 1}, new int[] {0, 1}, new int[][] {{0, 0, 1}, {1, 1, 5}});
        assertThat(colours(saved(map))).contains(Palette.RANGE.get(0));
    }

    @Test
    void coloursRepeatAfterTheLastOfThePalette() {
        assertThat(Charts.colour(Palette.SERIES.size()))
                .isEqualTo(Charts.colour(0))
                .isNotEqualTo(Charts.colour(1));
    }

    @Test
    void thinKeepsTheLastPointAndEqualDistances() {
        List<Integer> points = List.of(1, 2, 3, 4, 5, 6, 7);
        assertThat(Charts.thin(points, 3)).containsExactly(1, 4, 7);
        assertThat(Charts.thin(points, 1)).containsExactly(7);
        assertThat(Charts.thin(points, 7)).isEqualTo(points);
    }

    @Test
    void thinRefusesToKeepNothing() {
        List<Integer> points = List.of(1);
        assertThatThrownBy(() -> Charts.thin(points, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "10, 10",
        "140, 140",
        "0.08, 0.08",
        "-1.5, -1.5",
        "123456, 123500",
        "1e-7, 1.00e-07",
        "2.5e9, 2.50e+09"
    })
    void numbersHaveFourSignificantDigits(double value, String text) {
        assertThat(Charts.number(value)).isEqualTo(text);
    }

    private BufferedImage saved(Chart<?, ?> chart) throws IOException {
        Path file = folder.resolve(chart.getTitle() + ".png");
        Charts.save(chart, file);
        return ImageIO.read(file.toFile());
    }

    private static Set<Color> colours(BufferedImage image) {
        Set<Color> colours = new HashSet<>();
        for (int x = 0; x < image.getWidth(); x++) {
            for (int y = 0; y < image.getHeight(); y++) {
                colours.add(new Color(image.getRGB(x, y)));
            }
        }
        return colours;
    }
}
