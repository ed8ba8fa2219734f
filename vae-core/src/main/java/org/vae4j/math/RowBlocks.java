package org.vae4j.math;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Copies of successive rows of a matrix, for work in blocks. */
public final class RowBlocks {

    private RowBlocks() {}

    /**
     * A block of successive rows.
     *
     * @param from the number of the first row in the whole matrix
     * @param rows {@code [count, columns]}, a copy in column order
     */
    public record Block(int from, INDArray rows) {

        /** {@return the number of the row after the last} */
        public int to() {
            return from + rows.rows();
        }
    }

    /**
     * Divides a matrix into blocks of rows.
     *
     * @param matrix {@code [rows, columns]}
     * @param size the number of rows of a block, at least 1; the last block may have fewer
     * @return the blocks, in the order of their rows
     * @throws IllegalArgumentException when the size is below 1
     */
    public static List<Block> of(INDArray matrix, int size) {
        if (size < 1) {
            throw new IllegalArgumentException("found blocks of " + size + " rows, expected at least 1");
        }
        List<Block> blocks = new ArrayList<>();
        int rows = matrix.rows();
        int from = 0;
        while (from < rows) {
            int to = from + Math.min(size, rows - from);
            blocks.add(new Block(from, rows(matrix, from, to)));
            from = to;
        }
        return blocks;
    }

    /**
     * Copies successive rows of a matrix.
     *
     * @param matrix {@code [rows, columns]}
     * @param from the first row
     * @param to the row after the last, above {@code from}
     * @return {@code [to - from, columns]}, a copy in column order
     */
    public static INDArray rows(INDArray matrix, int from, int to) {
        return matrix.get(NDArrayIndex.interval(from, to), NDArrayIndex.all())
                .dup('f')
                .reshape('f', to - from, matrix.size(1));
    }
}
