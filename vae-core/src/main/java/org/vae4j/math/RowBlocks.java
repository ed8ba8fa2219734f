package org.vae4j.math;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Successive rows of a matrix, as matrices of their own. */
public final class RowBlocks {

    private RowBlocks() {}

    /**
     * Successive rows of a matrix.
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
     * @param most rows of a block, at least 1; the last one may have fewer
     * @return the blocks, in the order of their rows
     */
    public static List<Block> of(INDArray matrix, int most) {
        List<Block> blocks = new ArrayList<>();
        for (int from = 0; from < matrix.rows(); from += most) {
            blocks.add(new Block(from, rows(matrix, from, Math.min(matrix.rows(), from + most))));
        }
        return blocks;
    }

    /**
     * Some successive rows of a matrix.
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
