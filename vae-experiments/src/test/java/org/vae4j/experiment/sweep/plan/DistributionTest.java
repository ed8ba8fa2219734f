package org.vae4j.experiment.sweep.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vae4j.experiment.config.binding.ConfigException;

class DistributionTest {

    /** The random bits of u = 0, u = 1/2 and the largest u below 1. */
    private static final long ZERO = 0;

    private static final long HALF = 1L << 63;
    private static final long ONE = -1;

    @Test
    void uniformDrawsAreLinearInU() {
        Distribution uniform = new Distribution.Uniform(-1, 3);
        assertThat(uniform.draw(ZERO)).isEqualTo("-1.0");
        assertThat(uniform.draw(HALF)).isEqualTo("1.0");
        assertThat(uniform.draw(ONE)).isEqualTo("3.0");
    }

    @Test
    void logUniformDrawsHaveTheGeometricMeanInTheMiddle() {
        Distribution logUniform = new Distribution.LogUniform(1e-4, 1e-2);
        assertThat(logUniform.draw(ZERO)).isEqualTo("1.0E-4");
        assertThat(logUniform.draw(HALF)).isEqualTo("0.001");
        assertThat(logUniform.draw(ONE)).isEqualTo("0.01");
    }

    @Test
    void wholeNumbersIncludeBothEnds() {
        Distribution wholeNumber = new Distribution.WholeNumber(2, 5);
        assertThat(wholeNumber.draw(ZERO)).isEqualTo("2");
        assertThat(wholeNumber.draw(HALF)).isEqualTo("4");
        assertThat(wholeNumber.draw(ONE)).isEqualTo("5");
    }

    @Test
    void choicesIncludeTheFirstAndTheLastValue() {
        Distribution choice = new Distribution.Choice(List.of("relu", "tanh", "swish"));
        assertThat(choice.draw(ZERO)).isEqualTo("relu");
        assertThat(choice.draw(HALF)).isEqualTo("tanh");
        assertThat(choice.draw(ONE)).isEqualTo("swish");
    }

    /** Rounding to four digits would give 0.3333, which is below the range. */
    @Test
    void drawsAreRoundedWithinTheRange() {
        double third = 0.33334;
        assertThat(new Distribution.Uniform(third, 1).draw(ZERO)).isEqualTo(Double.toString(third));
        assertThat(new Distribution.Uniform(0, 1).draw(0x5555555555555555L)).isEqualTo("0.3333");
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 1", "NaN, 1", "0, NaN", "-Infinity, 0", "0, Infinity", "-1e308, 1e308"})
    void refusesEndsWithoutAFiniteRangeBetweenThem(double low, double high) {
        assertThatThrownBy(() -> new Distribution.Uniform(low, high))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("uniform: found [" + low + ", " + high + "]");
    }

    /** The difference of the ends overflows in the last two rows. */
    @ParameterizedTest
    @CsvSource({"0, 9007199254740992", "-9223372036854775808, 9223372036854775807", "-9223372036854775808, 0"})
    void refusesMoreWholeNumbersThanRandomBitsReach(long low, long high) {
        assertThatThrownBy(() -> new Distribution.WholeNumber(low, high))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("expected at most 2^53 numbers");
    }

    @Test
    void acceptsAsManyWholeNumbersAsRandomBitsReach() {
        assertThat(new Distribution.WholeNumber(0, (1L << 53) - 1).draw(ONE)).isEqualTo("9007199254740991");
    }
}
