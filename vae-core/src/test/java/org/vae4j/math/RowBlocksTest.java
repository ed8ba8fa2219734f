package org.vae4j.math;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Blocks of rows are the matrix again when they are stacked. */
class RowBlocksTest {

    private static final INDArray MATRIX = Nd4j.arange(10).reshape('c', 5, 2);

    @Test
    void theLastBlockHasTheRowsThatAreLeft() {
        List<RowBlocks.Block> blocks = RowBlocks.of(MATRIX, 2);
        assertThat(blocks).extracting(RowBlocks.Block::from).containsExactly(0, 2, 4);
        assertThat(blocks).extracting(RowBlocks.Block::to).containsExactly(2, 4, 5);
        assertThat(Nd4j.vstack(blocks.stream().map(RowBlocks.Block::rows).toArray(INDArray[]::new)))
                .isEqualTo(MATRIX);
    }

    @Test
    void aBlockHasMemoryOfItsOwnInColumnOrder() {
        INDArray rows = RowBlocks.rows(MATRIX, 1, 3);
        assertThat(rows.ordering()).isEqualTo('f');
        rows.assign(0);
        assertThat(MATRIX.getDouble(1, 0)).isEqualTo(2);
    }
}
