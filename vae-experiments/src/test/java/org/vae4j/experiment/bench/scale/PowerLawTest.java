package org.vae4j.experiment.bench.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vae4j.experiment.bench.scale.PowerLaw.Observation;

class PowerLawTest {

    private static List<Observation> law(double constant, double exponent, double... sizes) {
        return DoubleStream.of(sizes)
                .mapToObj(x -> new Observation(x, constant * Math.pow(x, exponent)))
                .toList();
    }

    @Test
    void exponentOfAPureLawDoesNotDependOnItsConstant() {
        assertThat(PowerLaw.exponent(law(3, 1.7, 1, 10, 1000))).isCloseTo(1.7, within(1e-12));
        assertThat(PowerLaw.exponent(law(1e-9, -0.5, 2, 3))).isCloseTo(-0.5, within(1e-12));
        assertThat(PowerLaw.exponent(law(7, 0, 1, 2, 3))).isCloseTo(0, within(1e-12));
    }

    @Test
    void exponentIsThatOfTheLargestThreePoints() {
        List<Observation> points = List.of(
                new Observation(1, 500),
                new Observation(10, 500),
                new Observation(100, 1),
                new Observation(200, 2),
                new Observation(400, 4));

        assertThat(PowerLaw.exponent(points)).isCloseTo(1, within(1e-12));
    }

    @Test
    void exponentOfABentCurveIsTheSlopeOfLeastSquares() {
        // Logarithms to base 10: x 0, 1, 2 and y 0, 1, 1. Slope = Σ (x - 1)(y - 2/3) / Σ (x - 1)² = 1 / 2.
        List<Observation> points = List.of(new Observation(1, 1), new Observation(10, 10), new Observation(100, 10));

        assertThat(PowerLaw.exponent(points)).isCloseTo(0.5, within(1e-12));
    }

    @Test
    void onePointIsRefused() {
        assertThatThrownBy(() -> PowerLaw.exponent(law(1, 1, 5)))
                .hasMessage("found 1 points, expected two at least: one has no slope");
    }

    @Test
    void pointsThatDoNotAscendAreRefused() {
        assertThatThrownBy(() -> PowerLaw.exponent(law(1, 1, 5, 5)))
                .hasMessage("found x = 5.0 behind 5.0, expected ascending ones");
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "0, 1", "NaN, 1", "1, Infinity"})
    void pointWithoutALogarithmIsRefused(double x, double y) {
        assertThatThrownBy(() -> new Observation(x, y))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("found the point (" + x + ", " + y + "), expected finite numbers above 0");
    }
}
