package org.vae4j.experiment.report.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.knowm.xchart.XYChart;

class ValueAxisTest {

    @TempDir
    Path folder;

    private static ValueAxis axis(double... values) {
        return ValueAxis.of(DoubleStream.of(values));
    }

    @Test
    void isLogarithmicWherePositiveValuesSpanATenfold() {
        assertThat(axis(0.01, 0.1, 2).isLogarithmic()).isTrue();
        assertThat(axis(2, 3, 8).isLogarithmic()).isFalse();
        assertThat(axis(0, 0.1, 10).isLogarithmic()).isFalse();
        assertThat(axis(-1, 100).isLogarithmic()).isFalse();
    }

    /** From 2 to 8 the whole axis is 6 long; from 0.01 to 1 a half of it is a factor of 10. */
    @Test
    void movesAsideByAShareOfItsLength() {
        assertThat(axis(2, 8).beside(3, 0.5)).isCloseTo(6, within(1e-12));
        assertThat(axis(0.01, 1).beside(0.02, 0.5)).isCloseTo(0.2, within(1e-12));
        assertThat(axis(0.01, 1).beside(0.2, -0.5)).isCloseTo(0.02, within(1e-12));
    }

    private String drawn(XYChart chart) throws IOException {
        return Files.readString(new VectorFigure("axis", chart, 480, 300).write(folder, VectorFigure.Format.SVG));
    }

    private static XYChart over(double... values) {
        XYChart chart = Charts.overValues("beta", "nats", axis(values));
        chart.addSeries("mean", values, new double[values.length]);
        return chart;
    }

    /** Where short upright lines stand. */
    private static List<Double> ticks(String svg) {
        List<Double> ticks = new ArrayList<>();
        Matcher line = Pattern.compile("<line [^>]*>").matcher(svg);
        while (line.find()) {
            double[] ends = Stream.of("x1", "x2", "y1", "y2")
                    .mapToDouble(name ->
                            Double.parseDouble(line.group().replaceFirst("(?s).* " + name + "=\"([^\"]*)\".*", "$1")))
                    .toArray();
            if (Math.abs(ends[1] - ends[0]) < 1e-6 && Math.abs(ends[3] - ends[2] - 4) < 1e-3) {
                ticks.add(ends[0]);
            }
        }
        return ticks;
    }

    /** The ticks of an axis of 0.5, 1, 2 and 4 stand at these four and at no other place, in any scale. */
    @Test
    void ticksStandAtTheTestedValues() throws IOException {
        for (double[] values : new double[][] {{0.5, 1, 2, 4}, {0.01, 0.1, 0.3, 2}}) {
            XYChart chart = over(values);
            List<Double> ticks = ticks(drawn(chart));
            assertThat(ticks).hasSameSizeAs(values);
            for (int i = 0; i < values.length; i++) {
                assertThat(ticks.get(i)).isCloseTo(chart.getScreenXFromChart(values[i]), within(0.01));
            }
        }
    }

    /** A value that stands too close to the one before it has a tick and no label. */
    @Test
    void labelsDoNotOverlap() throws IOException {
        String two = drawn(over(1, 2));
        String three = drawn(over(1, 1.01, 2));
        assertThat(ticks(two)).hasSize(2);
        assertThat(ticks(three)).hasSize(3);
        assertThat(three.split("<path")).hasSameSizeAs(two.split("<path"));
    }
}
