package org.vae4j.layers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.kernel.patch.PatchAxis;
import org.vae4j.kernel.patch.PatchGrid;

class PatchBlocksTest {

    private static final int MOST = 1 << 18;
    private static final PatchGrid GRID = new PatchGrid(32, PatchAxis.same(28, 3, 2), PatchAxis.same(14, 3, 2));

    @Test
    void coverEveryPositionOnceInBoundedMemory() {
        for (int batch : new int[] {1, 7, 30, 128, 1000}) {
            int row = GRID.horizontal().positions() * batch;
            int next = 0;
            for (PatchBlocks.Block block : new PatchBlocks(GRID, DataType.FLOAT).of(batch)) {
                assertThat(block.first()).isEqualTo(next).isEqualTo(block.firstRow() * row);
                assertThat(block.patches().columns()).isEqualTo(GRID.patchSize());
                assertThat(block.patches().length()).isLessThanOrEqualTo(Math.max(MOST, row * GRID.patchSize()));
                next += block.patches().rows();
            }
            assertThat(next).isEqualTo(batch * GRID.positions());
        }
    }

    @Test
    void areKeptWhileTheBatchSizeStaysAndShareTheirMemory() {
        PatchBlocks blocks = new PatchBlocks(GRID, DataType.FLOAT);
        List<PatchBlocks.Block> large = blocks.of(20);
        assertThat(blocks.of(20)).isSameAs(large);
        assertThat(large).hasSizeGreaterThan(1);
        large.get(0).patches().array().assign(3);
        List<PatchBlocks.Block> small = blocks.of(1);
        assertThat(small).hasSize(1);
        assertThat(small.get(0).patches().array().minNumber().doubleValue()).isEqualTo(3);
        assertThat(large.get(large.size() - 1).patches().array().meanNumber().doubleValue())
                .isEqualTo(3);
    }
}
