package org.vae4j.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class RowBlocksTest {

    private static final INDArray MATRIX = Nd4j.arange(10).reshape('c', 5, 2);

    @Test
    void lastBlockHasTheRemainingRows() {
        List<RowBlocks.Block> blocks = RowBlocks.of(MATRIX, 2);
        assertThat(blocks).extracting(RowBlocks.Block::from).containsExactly(0, 2, 4);
        assertThat(blocks).extracting(RowBlocks.Block::to).containsExactly(2, 4, 5);
    }

    /** Without this check the division would never end. */
    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void blocksWithoutRowsAreRefused(int size) {
        assertThatThrownBy(() -> RowBlocks.of(MATRIX, size))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("found blocks of " + size + " rows, expected at least 1");
    }

    /** The end of a block of this size would overflow an int. */
    @Test
    void blockMayBeLargerThanTheMatrix() {
        assertThat(RowBlocks.of(MATRIX, Integer.MAX_VALUE))
                .extracting(RowBlocks.Block::to)
                .containsExactly(5);
    }

    @Test
    void stackedBlocksAreTheMatrix() {
        List<RowBlocks.Block> blocks = RowBlocks.of(MATRIX, 2);
        assertThat(Nd4j.vstack(blocks.stream().map(RowBlocks.Block::rows).toArray(INDArray[]::new)))
                .isEqualTo(MATRIX);
    }

    @Test
    void rowsAreInColumnOrder() {
        assertThat(RowBlocks.rows(MATRIX, 1, 3).ordering()).isEqualTo('f');
    }

    @Test
    void rowsAreCopies() {
        RowBlocks.rows(MATRIX, 1, 3).assign(0);
        assertThat(MATRIX.getDouble(1, 0)).isEqualTo(2);
    }
}
