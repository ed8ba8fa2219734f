package org.vae4j.experiment.report.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.knowm.xchart.XYChart;

class ValueAxisTest {

    @TempDir
    Path folder;

    private static ValueAxis axis(double... values) {
        return ValueAxis.of(DoubleStream.of(values));
    }

    @Test
    void anAxisIsLogarithmicIfPositiveValuesSpanAFactorOfTen() {
        assertThat(axis(0.01, 0.1, 2).isLogarithmic()).isTrue();
        assertThat(axis(2, 3, 8).isLogarithmic()).isFalse();
        assertThat(axis(0, 0.1, 10).isLogarithmic()).isFalse();
        assertThat(axis(-1, 100).isLogarithmic()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "2,1", "1,1", "1,NaN", "1,Infinity"})
    void refusesValuesThatSpanNoAxis(String values) {
        List<Double> list = values.isEmpty()
                ? List.of()
                : Stream.of(values.split(",")).map(Double::valueOf).toList();
        assertThatThrownBy(() -> new ValueAxis(list))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected two or more finite values that ascend");
    }

    /** The axis from 2 to 8 has the length 6; half the axis from 0.01 to 1 is a factor of 10. */
    @Test
    void besideMovesByAShareOfTheAxis() {
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

    /** The horizontal places of the short upright lines of a drawing. */
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

    @Test
    void ticksOfALinearAxisStandAtItsValues() throws IOException {
        assertThatTicksStandAt(0.5, 1, 2, 4);
    }

    @Test
    void ticksOfALogarithmicAxisStandAtItsValues() throws IOException {
        assertThatTicksStandAt(0.01, 0.1, 0.3, 2);
    }

    private void assertThatTicksStandAt(double... values) throws IOException {
        XYChart chart = over(values);
        List<Double> ticks = ticks(drawn(chart));
        assertThat(ticks).hasSameSizeAs(values);
        for (int i = 0; i < values.length; i++) {
            assertThat(ticks.get(i))
                    .as("tick of %s", values[i])
                    .isCloseTo(chart.getScreenXFromChart(values[i]), within(0.01));
        }
    }

    /** A value that stands too close to the one before it has a tick and no label. */
    @Test
    void aValueTooCloseToTheOneBeforeHasNoLabel() throws IOException {
        String two = drawn(over(1, 2));
        String three = drawn(over(1, 1.01, 2));
        assertThat(ticks(two)).hasSize(2);
        assertThat(ticks(three)).hasSize(3);
        assertThat(three.split("<path")).hasSameSizeAs(two.split("<path"));
    }
}
