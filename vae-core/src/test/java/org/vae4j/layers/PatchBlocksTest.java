package org.vae4j.layers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.kernel.patch.PatchAxis;
import org.vae4j.kernel.patch.PatchGrid;
import org.vae4j.testing.Values;

class PatchBlocksTest {

    /** The most values that a block may hold. */
    private static final int BLOCK_VALUES = 1 << 18;

    private static final PatchGrid GRID = new PatchGrid(32, PatchAxis.same(28, 3, 2), PatchAxis.same(14, 3, 2));

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 30, 128, 1000})
    void blocksCoverEveryPositionOnceInBoundedMemory(int batch) {
        int patchesPerRow = GRID.horizontal().positions() * batch;
        int next = 0;
        for (PatchBlocks.Block block : new PatchBlocks(GRID, DataType.FLOAT).of(batch)) {
            assertThat(block.firstPatch()).isEqualTo(next).isEqualTo(block.firstRow() * patchesPerRow);
            assertThat(block.patches().columns()).isEqualTo(GRID.patchSize());
            assertThat(block.patches().length())
                    .as("values of the block at row %d", block.firstRow())
                    .isLessThanOrEqualTo(Math.max(BLOCK_VALUES, patchesPerRow * GRID.patchSize()));
            next += block.patches().rows();
        }
        assertThat(next).isEqualTo(batch * GRID.positions());
    }

    @Test
    void blocksAreKeptWhileTheBatchSizeStaysTheSame() {
        PatchBlocks blocks = new PatchBlocks(GRID, DataType.FLOAT);
        assertThat(blocks.of(20)).isSameAs(blocks.of(20)).hasSizeGreaterThan(1);
    }

    @Test
    void blocksOfAllBatchSizesShareTheirMemory() {
        PatchBlocks blocks = new PatchBlocks(GRID, DataType.FLOAT);
        List<PatchBlocks.Block> large = blocks.of(20);
        large.get(0).patches().array().assign(3);
        List<PatchBlocks.Block> small = blocks.of(1);
        assertThat(small).hasSize(1);
        assertThat(Values.of(small.get(0).patches())).containsOnly(3);
        assertThat(Values.of(large.get(large.size() - 1).patches())).containsOnly(3);
    }
}
