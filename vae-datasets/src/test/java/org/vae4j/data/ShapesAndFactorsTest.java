package org.vae4j.data;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The checks of {@link ImageShape}, {@link VectorShape}, {@link ExampleShape} and {@link Factor}. */
class ShapesAndFactorsTest {

    @Test
    void anImageHasOneOrThreeChannels() {
        assertThatThrownBy(() -> new ImageShape(2, 1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("channels are 2");
    }

    @Test
    void anImageHasRowsAndColumns() {
        assertThatThrownBy(() -> new ImageShape(1, 0, 1)).hasMessageContaining("0 x 1");
    }

    @Test
    void anImageHasFewerValuesThanAnArrayMayHave() {
        assertThatThrownBy(() -> new ImageShape(3, 1 << 15, 1 << 15)).hasMessageContaining("fewer than 2^31 values");
    }

    @Test
    void aTableHasColumns() {
        assertThatThrownBy(() -> new VectorShape(0)).hasMessageContaining("0 columns");
    }

    @Test
    void aShapeHasOneToThreeSizes() {
        assertThatThrownBy(() -> ExampleShape.of(List.of(1, 2, 3, 4))).hasMessageContaining("[1, 2, 3, 4]");
    }

    @Test
    void aFactorHasNoNegativeNumberOfLevels() {
        assertThatThrownBy(() -> new Factor("a", "1", -1)).hasMessageContaining("-1 levels");
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, Double.NaN, Double.POSITIVE_INFINITY})
    void aFactorHasAFinitePeriod(double period) {
        assertThatThrownBy(() -> new Factor("a", "1", 0, period)).hasMessageContaining("the period " + period);
    }
}
