package org.vae4j.experiment.report.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.knowm.xchart.XYChart;

class TicksTest {

    private static final int WIDTH = 480;
    private static final int HEIGHT = 300;

    /** The labels of the horizontal axis from the left, without blank ones. */
    private static Set<String> labels(XYChart chart) {
        Function<Double, String> own = chart.getStyler().getXAxisTickLabelsFormattingFunction();
        Ticks.roundTicks(chart, WIDTH);
        List<Double> places = new ArrayList<>();
        chart.getStyler().setXAxisTickLabelsFormattingFunction(place -> {
            places.add(place);
            return own.apply(place);
        });
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        chart.paint(image.createGraphics(), WIDTH, HEIGHT);
        Set<String> labels = new LinkedHashSet<>();
        double[] x = chart.getSeriesCollection().stream()
                .flatMapToDouble(series -> Arrays.stream(series.getXData()))
                .sorted()
                .toArray();
        assertThat(places)
                .filteredOn(place -> place >= x[0] && place <= x[x.length - 1])
                .allMatch(place -> place == Math.rint(place));
        // XChart asks for labels of places beyond the axis, too.
        places.stream()
                .filter(place -> place >= x[0] - 0.35 && place <= x[x.length - 1] + 0.35)
                .sorted()
                .map(own)
                .filter(label -> !label.isBlank())
                .forEach(labels::add);
        return labels;
    }

    /** Nothing is measured between whole epochs. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 7, 12, 40})
    void onlyWholeEpochsHaveTicks(int epochs) {
        XYChart chart = Charts.overEpochs("", "nats");
        double[] x = new double[epochs];
        Arrays.setAll(x, i -> i + 1);
        chart.addSeries("training", x, x);
        assertThat(labels(chart)).hasSizeGreaterThanOrEqualTo(2).allMatch(label -> label.matches("\\d+"));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5, 8})
    void eachSettingHasATick(int count) {
        List<String> settings = IntStream.range(0, count).mapToObj(i -> "s" + i).toList();
        XYChart chart = Charts.overSettings("key", "nats", settings);
        chart.addSeries("left", new double[] {-0.1, count - 1.1}, new double[] {1, 2});
        chart.addSeries("right", new double[] {0.1, count - 0.9}, new double[] {1, 2});
        assertThat(labels(chart)).containsExactlyElementsOf(settings);
    }

    /** XChart leaves out a label that does not fit between two ticks, and then also shorter ones beside it. */
    @Test
    void aLongNameIsCutSoThatEachSettingHasALabel() {
        List<String> settings = List.of("not set", "{iaf: {length: 4, units: 320, layers: 1, context: 40}}", "planar");
        XYChart chart = Charts.overSettings("model.transforms", "nats", settings);
        chart.getStyler().setLegendVisible(false);
        chart.addSeries("mean", new double[] {0, 1, 2}, new double[] {1, 3, 2});
        Ticks.prepare(chart, WIDTH, HEIGHT);
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        chart.paint(image.createGraphics(), WIDTH, HEIGHT);
        int axis = (int) chart.getScreenYFromChart(chart.getStyler().getYAxisMin() == null ? 1 : 0) + 30;
        for (double place : new double[] {0, 1, 2}) {
            int x = (int) chart.getScreenXFromChart(place);
            assertThat(hasLetters(image, x, axis)).as(settings.get((int) place)).isTrue();
        }
        Function<Double, String> labels = chart.getStyler().getXAxisTickLabelsFormattingFunction();
        assertThat(labels.apply(1.0)).startsWith("{iaf").endsWith("40}}").contains("…");
        assertThat(labels.apply(2.0)).isEqualTo("planar");
    }

    /** Whether a pixel near a tick is dark in the rows of the labels. */
    private static boolean hasLetters(BufferedImage image, int x, int axis) {
        for (int row = axis; row < image.getHeight() - 30; row++) {
            for (int column = Math.max(0, x - 15); column < Math.min(image.getWidth(), x + 15); column++) {
                if ((image.getRGB(column, row) & 0xff) < 100) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Beside 0.25, the number 0.5 is written as 0.50. */
    @Test
    void labelsOfAnAxisHaveEqualDecimals() {
        XYChart chart = Charts.lines("", "x", "y");
        chart.addSeries("line", new double[] {0, 1, 2.2}, new double[] {-0.38, -0.405, -0.4});
        Ticks.prepare(chart, WIDTH, HEIGHT);
        Function<Double, String> up = chart.getStyler().getYAxisTickLabelsFormattingFunction();
        assertThat(List.of(up.apply(-0.4), up.apply(-0.38), up.apply(0.0)))
                .containsExactly("−0.400", "−0.380", "0.000");
    }

    @Test
    void labelsHaveAMinusSignInsteadOfAHyphen() {
        assertThat(Ticks.label(-1.5)).isEqualTo("−1.5");
    }
}
