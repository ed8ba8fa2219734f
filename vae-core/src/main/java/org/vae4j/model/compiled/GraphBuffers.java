package org.vae4j.model.compiled;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.kernel.Matrix;
import org.vae4j.model.plan.GraphNode;
import org.vae4j.model.plan.GraphPaths;

/**
 * The memory of a {@link CompiledGraph}: for each pass, matrices for the nodes that it computes and for no others.
 *
 * <p>It is a cache of the passes that were used last. Passes of training, of evaluation and from inner vertices each
 * have entries of their own, so that evaluations never evict the memory of a training. Whoever computes a pass
 * overwrites its matrices.
 */
final class GraphBuffers {

    /**
     * The matrices of one pass: the output of each node and the gradient with respect to it; null where the pass needs
     * none.
     */
    static final class Buffers {

        final Matrix[] outputs;
        final Matrix[] gradients;
        /** The indices of the nodes that the pass computes, in this order. */
        final int[] path;

        private Buffers(int nodes, int[] path) {
            outputs = new Matrix[nodes];
            gradients = new Matrix[nodes];
            this.path = path;
        }
    }

    /** Passes of training in the cache: that of a batch, that of an epoch's shorter last batch, and two to spare. */
    private static final int TRAINING_PASSES = 4;

    /** Passes of evaluation in the cache: encoder and decoder, each for a batch and for the shorter last batch. */
    private static final int EVALUATION_PASSES = 4;

    private final List<GraphNode> nodes;
    private final DataType type;
    private final GraphPaths paths;
    private final Map<GraphPass, Buffers> training = new LastUsed(TRAINING_PASSES);
    private final Map<GraphPass, Buffers> evaluation = new LastUsed(EVALUATION_PASSES);
    /** The passes that compute gradients and start at inner vertices, such as those of discriminators. */
    private final Map<GraphPass, Buffers> fromInside = new LastUsed(TRAINING_PASSES);

    /** A map that evicts the entry that was least recently used. */
    private static final class LastUsed extends LinkedHashMap<GraphPass, Buffers> {

        private static final long serialVersionUID = 1;
        private final int limit;

        private LastUsed(int limit) {
            super(2 * limit, 0.75f, true);
            this.limit = limit;
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<GraphPass, Buffers> eldest) {
            return size() > limit;
        }
    }

    GraphBuffers(List<GraphNode> nodes, DataType type) {
        this.nodes = nodes;
        this.type = type;
        this.paths = new GraphPaths(nodes);
    }

    /** The matrices of a pass, allocated at its first use. Their content is what the last computation left there. */
    Buffers of(GraphPass pass) {
        Map<GraphPass, Buffers> cache = cache(pass);
        Buffers buffers = cache.get(pass);
        if (buffers == null) {
            buffers = allocate(pass);
            cache.put(pass, buffers);
        }
        return buffers;
    }

    private Map<GraphPass, Buffers> cache(GraphPass pass) {
        if (pass.need() != GraphPass.Need.GRADIENTS) {
            return evaluation;
        }
        return pass.isOfTraining() ? training : fromInside;
    }

    private Buffers allocate(GraphPass pass) {
        Buffers result = new Buffers(nodes.size(), paths.between(pass.from(), pass.to()));
        int[] columns = new int[nodes.size()];
        for (int i = 0; i <= pass.to(); i++) {
            columns[i] = nodes.get(i).columns(columns);
        }
        int[] rows = rows(pass, result.path);
        // From the last node to the first: the inputs of a concatenation are windows into its matrix.
        for (int k = result.path.length - 1; k >= 0; k--) {
            allocate(result, result.path[k], pass, rows, columns);
        }
        pass.from().forEach(entrance -> allocate(result, entrance, pass, rows, columns));
        return result;
    }

    /** The number of rows of each node of a pass; 0 for nodes that it does not compute. */
    private int[] rows(GraphPass pass, int[] path) {
        int[] rows = new int[nodes.size()];
        pass.entries().forEach(entry -> rows[entry.node()] = entry.rows());
        for (int i : path) {
            rows[i] = nodes.get(i).rows(rows);
        }
        return rows;
    }

    private void allocate(Buffers result, int i, GraphPass pass, int[] rows, int[] columns) {
        GraphNode node = nodes.get(i);
        // The matrix of the data is the caller's.
        if (i == 0) {
            return;
        }
        if (node instanceof GraphNode.Objective objective) {
            if (pass.need() == GraphPass.Need.TERMS) {
                int input = objective.input();
                result.gradients[input] = Matrix.allocate(type, rows[input], columns[input]);
            }
            return;
        }
        boolean gradients = pass.need() == GraphPass.Need.GRADIENTS;
        if (result.outputs[i] == null) {
            result.outputs[i] = Matrix.allocate(type, rows[i], columns[i]);
            result.gradients[i] = gradients ? Matrix.allocate(type, rows[i], columns[i]) : result.gradients[i];
        }
        if (node instanceof GraphNode.Concat concat) {
            int first = 0;
            for (int part : concat.inputs()) {
                result.outputs[part] = result.outputs[i].columns(first, first + columns[part]);
                result.gradients[part] = gradients ? result.gradients[i].columns(first, first + columns[part]) : null;
                first += columns[part];
            }
        }
    }
}
