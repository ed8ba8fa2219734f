package org.vae4j.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.kernel.Accumulate;
import org.vae4j.kernel.Matrix;
import org.vae4j.kernel.Rows;
import org.vae4j.kernel.patch.PatchGrid;

/**
 * Divides the patches of a batch into blocks of some rows of positions, which take turns in the same memory.
 *
 * <p>All patches at once would take as much memory as the images times the pixels of the kernel. A block holds at most
 * {@link #BLOCK_VALUES} numbers, unless a single row of positions has more. These stay in the second-level cache
 * between being gathered and being multiplied. The blocks' matrices overwrite each other, so a block is used before the
 * next one is filled.
 */
final class PatchBlocks {

    /** 1 MiB of floats. */
    private static final int BLOCK_VALUES = 1 << 18;

    /**
     * A block of patches.
     *
     * @param firstRow number of the first row of positions
     * @param firstPatch number of the first patch among all {@code positions · batch}
     * @param patches {@code [count, patch size]}
     */
    record Block(int firstRow, int firstPatch, Matrix patches) {

        /** For a sum over all blocks: the first block overwrites the target, the others add to it. */
        Accumulate accumulate() {
            return firstRow == 0 ? Accumulate.NO : Accumulate.YES;
        }

        /** The block's rows of a matrix {@code [positions · batch, n]}. */
        Rows of(Matrix matrix) {
            return matrix.rows(firstPatch, patches.rows());
        }
    }

    private final PatchGrid grid;
    private final DataType type;
    private int batch;
    private List<Block> blocks = List.of();
    /** One row, as long as the largest block so far. */
    private Optional<Matrix> memory = Optional.empty();

    PatchBlocks(PatchGrid grid, DataType type) {
        this.grid = grid;
        this.type = type;
    }

    /** The blocks of a batch from top to bottom; the same objects as long as the batch size stays the same. */
    List<Block> of(int batchSize) {
        if (batch != batchSize) {
            blocks = divide(batchSize);
            batch = batchSize;
        }
        return blocks;
    }

    private List<Block> divide(int batchSize) {
        int patchesPerRow = Math.multiplyExact(grid.horizontal().positions(), batchSize);
        int valuesPerRow = Math.multiplyExact(patchesPerRow, grid.patchSize());
        int rows = grid.vertical().positions();
        int rowsPerBlock = Math.max(1, Math.min(rows, BLOCK_VALUES / valuesPerRow));
        Matrix largest = patches(rowsPerBlock * patchesPerRow);
        List<Block> result = new ArrayList<>();
        for (int row = 0; row < rows; row += rowsPerBlock) {
            int count = Math.min(rowsPerBlock, rows - row) * patchesPerRow;
            // Blocks of one size share one matrix, and not only its memory.
            Matrix patches = count == largest.rows() ? largest : patches(count);
            result.add(new Block(row, Math.multiplyExact(row, patchesPerRow), patches));
        }
        return List.copyOf(result);
    }

    /** A matrix {@code [count, patch size]} at the beginning of the memory. */
    private Matrix patches(int count) {
        int values = count * grid.patchSize();
        memory = memory.filter(m -> m.columns() >= values).or(() -> Optional.of(Matrix.allocate(type, 1, values)));
        return memory.get().columns(0, values).reshaped(count, grid.patchSize());
    }
}
