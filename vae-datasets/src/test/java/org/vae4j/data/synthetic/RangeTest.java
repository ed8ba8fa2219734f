package org.vae4j.data.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RangeTest {

    @Test
    void levelsAreEvenlySpacedFromEndToEnd() {
        Range range = Range.continuous(1, 3).withLevels(5);
        assertThat(new double[] {range.level(0), range.level(1), range.level(4)})
                .containsExactly(1, 1.5, 3);
    }

    @Test
    void levelsOfACyclicFactorLeaveOutTheLargestValue() {
        Range range = Range.cyclic(0, 4).withLevels(4);
        assertThat(new double[] {range.level(0), range.level(3)}).containsExactly(0, 3);
    }

    @Test
    void oneLevelIsTheMiddleOfTheRange() {
        assertThat(Range.continuous(1, 3).withLevels(1).level(0)).isEqualTo(2);
        assertThat(Range.cyclic(1, 3).withLevels(1).level(0))
                .as("of a cyclic factor")
                .isEqualTo(1);
    }

    @Test
    void drawsAreUniformOverTheLevels() {
        Range range = Range.continuous(1, 3).withLevels(3);
        assertThat(range.draw(0)).isEqualTo(1);
        assertThat(range.draw(0.34)).isEqualTo(2);
        assertThat(range.draw(0.999)).isEqualTo(3);
    }

    /** With five levels, four are left; each takes a quarter of the uniform numbers. */
    @ParameterizedTest
    @CsvSource({"0, 0", "0.26, 1", "0.51, 3", "0.76, 4"})
    void anotherValueIsNeverTheNearestLevel(double uniform, double expected) {
        Range range = Range.continuous(0, 4).withLevels(5);
        assertThat(range.other(2.0000001, uniform)).isEqualTo(expected);
    }

    @Test
    void aFixedFactorHasNoOtherValue() {
        Range fixed = Range.fixed(2);
        assertThat(fixed.varies()).isFalse();
        assertThatThrownBy(() -> fixed.other(2, 0.5))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("at least two values");
    }

    @ParameterizedTest
    @CsvSource({"2, 1", "NaN, 1", "0, Infinity"})
    void refusesEndsThatAreNoRange(double min, double max) {
        assertThatThrownBy(() -> Range.continuous(min, max))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(min + " to " + max);
    }

    @Test
    void refusesANegativeNumberOfLevels() {
        Range range = Range.continuous(0, 1);
        assertThatThrownBy(() -> range.withLevels(-1)).hasMessageContaining("-1 levels");
    }
}
