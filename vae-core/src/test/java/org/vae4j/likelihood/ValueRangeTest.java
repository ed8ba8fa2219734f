package org.vae4j.likelihood;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValueRangeTest {

    @ParameterizedTest
    @CsvSource({"0, 1, UNIT_INTERVAL", "-0.001, 1, REAL", "0, 1.001, REAL", "-2e-6, 1, REAL", "0, 1.000002, REAL"})
    void extremesDetermineTheRange(double smallest, double largest, ValueRange expected) {
        assertThat(ValueRange.between(smallest, largest)).isEqualTo(expected);
    }

    /** 255 · (1f / 255), for example, may round to the number after 1. */
    @Test
    void extremesMayExceedTheUnitIntervalByRounding() {
        assertThat(ValueRange.between(0, Math.nextUp(1f))).isEqualTo(ValueRange.UNIT_INTERVAL);
        assertThat(ValueRange.between(-1e-6, 1 + 1e-6)).isEqualTo(ValueRange.UNIT_INTERVAL);
    }

    @Test
    void refusesNaN() {
        assertThatThrownBy(() -> ValueRange.between(Double.NaN, Double.NaN))
                .hasMessageContaining("expected finite numbers");
    }
}
