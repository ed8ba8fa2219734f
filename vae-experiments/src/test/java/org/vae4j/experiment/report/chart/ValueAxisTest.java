package org.vae4j.experiment.report.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.knowm.xchart.XYChart;

class ValueAxisTest {

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

    @Test
    void labelsPowersOfTenAndBetweenFewOfThemTwosAndFives() {
        XYChart wide = Charts.lines("", "beta", "nats");
        axis(0.01, 2).applyTo(wide);
        Function<Double, String> powers = wide.getStyler().getXAxisTickLabelsFormattingFunction();
        assertThat(List.of(powers.apply(0.1), powers.apply(0.2), powers.apply(1.0)))
                .containsExactly("0.1", "", "1");
        XYChart narrow = Charts.lines("", "beta", "nats");
        axis(1, 20).applyTo(narrow);
        Function<Double, String> some = narrow.getStyler().getXAxisTickLabelsFormattingFunction();
        assertThat(List.of(some.apply(2.0), some.apply(3.0), some.apply(5.0))).containsExactly("2", "", "5");
    }
}
