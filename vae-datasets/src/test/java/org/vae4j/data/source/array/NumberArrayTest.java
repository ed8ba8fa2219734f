package org.vae4j.data.source.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.vae4j.data.store.ByteStore;
import org.vae4j.data.store.FloatStore;

class NumberArrayTest {

    /** The array [[0, 1, 2], [3, 4, 255]]. */
    private final NumberArray bytes =
            NumberArray.ofBytes(List.of(2, 3), ByteStore.of(new byte[] {0, 1, 2, 3, 4, (byte) 255}));

    private final NumberArray floats = NumberArray.ofFloats(List.of(1, 3), FloatStore.of(new float[] {0.5f, -1, 7}));

    private static List<Float> values(NumberArray array) {
        return IntStream.range(0, (int) array.length()).mapToObj(array::value).toList();
    }

    @Test
    void bytesAreUnsigned() {
        float[] copy = new float[2];
        bytes.copy(4, copy, 2);
        assertThat(copy).containsExactly(4, 255);
        assertThat(bytes.value(5)).isEqualTo(255);
    }

    @Test
    void transposingExchangesRowsAndColumns() {
        NumberArray transposed = bytes.transposed();
        assertThat(transposed.sizes()).containsExactly(3, 2);
        assertThat(values(transposed)).containsExactly(0f, 3f, 1f, 4f, 2f, 255f);
        assertThat(transposed.hasBytes()).isTrue();
    }

    /** Value [k, i, j] of the new array is value [i, j, k] of the old one. */
    @Test
    void permutingReordersDimensions() {
        NumberArray cube = bytes.reshaped(List.of(1, 2, 3));
        NumberArray permuted = cube.permuted(List.of(2, 0, 1));
        assertThat(permuted.sizes()).containsExactly(3, 1, 2);
        assertThat(values(permuted)).containsExactly(0f, 3f, 1f, 4f, 2f, 255f);
    }

    @Test
    void bytesAndFloatsJoinToFloatsAlongTheFirstDimension() {
        NumberArray joined = NumberArray.joined(List.of(bytes, floats));
        assertThat(joined.sizes()).containsExactly(3, 3);
        assertThat(joined.hasBytes()).isFalse();
        assertThat(values(joined)).containsExactly(0f, 1f, 2f, 3f, 4f, 255f, 0.5f, -1f, 7f);
    }

    @Test
    void refusesSizesOfAnotherProduct() {
        assertThatThrownBy(() -> bytes.reshaped(List.of(2, 2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found 6 values, expected 4 for the sizes [2, 2]");
    }

    @Test
    void refusesToJoinArraysOfOtherDimensions() {
        NumberArray narrow = NumberArray.ofFloats(List.of(1, 2), FloatStore.of(new float[2]));
        assertThatThrownBy(() -> NumberArray.joined(List.of(floats, narrow)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("for the sizes [2, 3]");
    }
}
