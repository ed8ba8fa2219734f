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
 * The patches of a batch, some rows of positions at a time, all in the same memory.
 *
 * <p>All patches at once would be as large as the images times the pixels of the kernel. A block holds about
 * {@link #VALUES} numbers, which stay in the second-level cache between being gathered and being multiplied, but one
 * row of positions at least.
 */
final class PatchBlocks {

    /** 1 MiB of floats. */
    private static final int VALUES = 1 << 18;

    /**
     * A block.
     *
     * @param firstRow first row of positions
     * @param first first row of a matrix {@code [positions · batch, n]}
     * @param patches {@code [count, patch size]}
     */
    record Block(int firstRow, int first, Matrix patches) {

        /** Whether what is summed over the blocks stands there already: not at the first. */
        Accumulate accumulate() {
            return firstRow == 0 ? Accumulate.NO : Accumulate.YES;
        }

        /** The block's rows of a matrix {@code [positions · batch, n]}. */
        Rows of(Matrix matrix) {
            return matrix.rows(first, patches.rows());
        }
    }

    private final PatchGrid grid;
    private final DataType type;
    private int batch;
    private List<Block> blocks = List.of();
    /** One row that grows to the largest block that was asked for. */
    private Optional<Matrix> memory = Optional.empty();

    PatchBlocks(PatchGrid grid, DataType type) {
        this.grid = grid;
        this.type = type;
    }

    /** The blocks of a batch, from the top down; the same ones as long as the batch size is the same. */
    List<Block> of(int batchSize) {
        if (batch != batchSize) {
            blocks = divide(batchSize);
            batch = batchSize;
        }
        return blocks;
    }

    private List<Block> divide(int batchSize) {
        int rowLength = Math.multiplyExact(grid.horizontal().positions(), batchSize);
        int rowValues = Math.multiplyExact(rowLength, grid.patchSize());
        int total = grid.vertical().positions();
        int step = Math.max(1, Math.min(total, VALUES / rowValues));
        Matrix whole = atLeast(step * rowValues);
        List<Block> result = new ArrayList<>();
        for (int row = 0; row < total; row += step) {
            int rows = Math.min(step, total - row) * rowLength;
            Matrix patches = whole.columns(0, rows * grid.patchSize()).reshaped(rows, grid.patchSize());
            boolean first = result.isEmpty();
            boolean asBefore = !first && result.get(0).patches().rows() == rows;
            result.add(new Block(row, row * rowLength, asBefore ? result.get(0).patches() : patches));
        }
        return List.copyOf(result);
    }

    private Matrix atLeast(int values) {
        memory = memory.filter(m -> m.columns() >= values).or(() -> Optional.of(Matrix.allocate(type, 1, values)));
        return memory.get();
    }
}
