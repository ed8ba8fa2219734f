package org.vae4j.kernel.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatchAxisTest {

    @ParameterizedTest
    @CsvSource({"28, 3, 2, 0, 14", "7, 3, 2, 1, 4", "5, 3, 1, 1, 5"})
    void sameHasOnePositionPerStride(int size, int kernel, int stride, int before, int positions) {
        assertThat(PatchAxis.same(size, kernel, stride))
                .isEqualTo(new PatchAxis(size, kernel, stride, before, positions));
    }

    @Test
    void paddedLeavesOutPixelsThatNoPositionReaches() {
        assertThat(PatchAxis.padded(28, 4, 2, 1)).isEqualTo(new PatchAxis(28, 4, 2, 1, 14));
        assertThat(PatchAxis.padded(8, 3, 3, 0)).isEqualTo(new PatchAxis(8, 3, 3, 0, 2));
    }

    @Test
    void positionsAreThoseAtWhichAPixelOfTheKernelIsInside() {
        PatchAxis axis = PatchAxis.padded(5, 3, 1, 1);
        assertThat(axis.first(0)).isEqualTo(1);
        assertThat(axis.end(0)).isEqualTo(5);
        assertThat(axis.first(2)).isZero();
        assertThat(axis.end(2)).isEqualTo(4);
        assertThat(axis.pixel(axis.first(0), 0)).isZero();
        assertThat(axis.pixel(axis.end(2) - 1, 2)).isEqualTo(4);
    }

    @Test
    void refusesAKernelLargerThanThePaddedImage() {
        assertThatThrownBy(() -> PatchAxis.padded(2, 5, 1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a kernel of 5");
    }

    @Test
    void refusesAStrideOfZero() {
        assertThatThrownBy(() -> PatchAxis.same(2, 5, 0)).hasMessageContaining("stride 0");
    }

    @Test
    void aGridWithoutChannelsIsRefused() {
        PatchAxis axis = PatchAxis.same(2, 1, 1);
        assertThatThrownBy(() -> new PatchGrid(0, axis, axis)).hasMessageContaining("found 0 channels");
    }
}
