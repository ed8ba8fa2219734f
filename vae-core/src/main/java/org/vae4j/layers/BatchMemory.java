package org.vae4j.layers;

import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.kernel.Matrix;

/**
 * Matrices in which a layer keeps intermediate results from the forward to the backward pass, one for each of the batch
 * sizes that were used last. A later pass of the same size overwrites them.
 */
final class BatchMemory {

    /** Number of sizes that are kept; a compiled network keeps its own matrices for as many batch sizes. */
    private static final int SIZES = 4;

    private record Size(int rows, int columns) {}

    private final DataType type;

    private final Map<Size, Matrix> bySize = new LinkedHashMap<>(2 * SIZES, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Size, Matrix> eldest) {
            return size() > SIZES;
        }
    };

    BatchMemory(DataType type) {
        this.type = type;
    }

    /** The matrix of a size, with the values that were written to it last; undefined values if it is new. */
    Matrix of(int rows, int columns) {
        return bySize.computeIfAbsent(new Size(rows, columns), s -> Matrix.allocate(type, s.rows, s.columns));
    }
}
