package org.vae4j.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.kernel.Matrix;

/** The matrices that a {@link CompiledGraph} computes in, kept for the batch sizes that were used last. */
final class GraphBuffers {

    /** The matrices of one batch size: what each node puts out, and the gradient with respect to it. */
    static final class Buffers {

        final Matrix[] outputs;
        final Matrix[] gradients;

        private Buffers(int nodes) {
            outputs = new Matrix[nodes];
            gradients = new Matrix[nodes];
        }
    }

    /**
     * What matrices are for.
     *
     * @param rows of the node {@code from}
     * @param from where the values come in: 0 for the data
     */
    private record Size(int rows, int from) {}

    /** Batch sizes whose matrices are kept: training's, its short last one, evaluation's, and one to spare. */
    private static final int BATCH_SIZES = 4;

    private final List<GraphNode> nodes;
    private final DataType type;

    /** In the order of use: training's matrices must outlive the batch sizes of one evaluation after another. */
    private final Map<Size, Buffers> bySize = new LinkedHashMap<>(2 * BATCH_SIZES, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Size, Buffers> eldest) {
            return size() > BATCH_SIZES;
        }
    };

    GraphBuffers(List<GraphNode> nodes, DataType type) {
        this.nodes = nodes;
        this.type = type;
    }

    /** For values of so many rows that come in at a node, 0 for the data. */
    Buffers of(int rows, int from) {
        return bySize.computeIfAbsent(new Size(rows, from), this::allocate);
    }

    private Buffers allocate(Size size) {
        Buffers result = new Buffers(nodes.size());
        Matrix[] outputs = result.outputs;
        Matrix[] gradients = result.gradients;
        int[] columns = new int[nodes.size()];
        int[] rows = new int[nodes.size()];
        for (int i = 0; i < nodes.size(); i++) {
            columns[i] = nodes.get(i).columns(columns);
            // What lies before the entrance is not computed, and has as many rows for the sake of simplicity.
            rows[i] = i <= size.from ? size.rows : nodes.get(i).rows(rows, size.rows);
        }
        // Joined matrices first, so that their parts can be windows into them.
        for (int i = nodes.size() - 1; i >= 0; i--) {
            if (outputs[i] == null) {
                outputs[i] = Matrix.allocate(type, rows[i], columns[i]);
                gradients[i] = i == 0 ? null : Matrix.allocate(type, rows[i], columns[i]);
            }
            if (nodes.get(i) instanceof GraphNode.Concat concat) {
                int from = 0;
                for (int part : concat.inputs()) {
                    outputs[part] = outputs[i].columns(from, from + columns[part]);
                    gradients[part] = gradients[i].columns(from, from + columns[part]);
                    from += columns[part];
                }
            }
        }
        return result;
    }
}
