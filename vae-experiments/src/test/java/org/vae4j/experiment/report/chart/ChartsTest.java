package org.vae4j.experiment.report.chart;

import static org.assertj.core.api.Assertions.assertThat;

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

class ChartsTest {

    @TempDir
    Path folder;

    @Test
    void drawsEachSeriesInItsOwnColourOnWhite() throws IOException {
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
    void drawsPointsBarsAndMaps() throws IOException {
        XYChart points = Charts.points("Points", "x", "y");
        points.addSeries("a", new double[] {1, 2}, new double[] {1, 2});
        CategoryChart bars = Charts.bars("Bars", "outcome", "probability");
        bars.addSeries("prior", List.of("flu", "no flu"), List.of(0.05, 0.95));
        HeatMapChart map = Charts.heatMap("Map", "z1", "z2");
        map.addSeries("density", new int[] {0, 1}, new int[] {0, 1}, new int[][] {{0, 0, 1}, {1, 1, 5}});

        assertThat(colours(saved(points))).contains(Charts.colour(0));
        assertThat(colours(saved(bars))).contains(Charts.colour(0));
        assertThat(colours(saved(map))).contains(new Color(0x440154));
    }

    @Test
    void repeatsThePalette() {
        assertThat(Charts.colour(10)).isEqualTo(Charts.colour(0)).isNotEqualTo(Charts.colour(1));
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
    void writesTicksShort(double value, String text) {
        assertThat(Charts.number(value)).isEqualTo(text);
    }

    private BufferedImage saved(org.knowm.xchart.internal.chartpart.Chart<?, ?> chart) throws IOException {
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
