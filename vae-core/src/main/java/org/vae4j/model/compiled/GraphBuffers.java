package org.vae4j.model.compiled;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.kernel.Matrix;
import org.vae4j.model.plan.GraphNode;
import org.vae4j.model.plan.GraphPaths;

/**
 * The matrices that a {@link CompiledGraph} computes in: for each pass those of the nodes that it computes, and no
 * others. The passes that were used last are kept; passes of training and of evaluation each have room of their own, so
 * that no number of evaluations takes the training's matrices away.
 */
final class GraphBuffers {

    /**
     * The matrices of one pass: what each node puts out, and the gradient with respect to it; null where not needed.
     */
    static final class Buffers {

        final Matrix[] outputs;
        final Matrix[] gradients;
        /** The nodes that the pass computes, in this order. */
        final int[] path;

        private Buffers(int nodes, int[] path) {
            outputs = new Matrix[nodes];
            gradients = new Matrix[nodes];
            this.path = path;
        }
    }

    /** Passes of training that are kept: those of a batch, of the short last one, and two to spare. */
    private static final int TRAINING_PASSES = 4;

    /** Passes of evaluation that are kept: those of a batch and the last one by encoder and decoder. */
    private static final int EVALUATION_PASSES = 4;

    private final List<GraphNode> nodes;
    private final DataType type;
    private final GraphPaths paths;
    private final Map<GraphPass, Buffers> training = new LastUsed(TRAINING_PASSES);
    private final Map<GraphPass, Buffers> evaluation = new LastUsed(EVALUATION_PASSES);
    /** The memory of phases behind the model's, and of slopes with respect to z. */
    private final Map<GraphPass, Buffers> entered = new LastUsed(TRAINING_PASSES);

    /** Forgets what was not used for longest. */
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

    Buffers of(GraphPass pass) {
        Map<GraphPass, Buffers> kept = kept(pass);
        Buffers buffers = kept.get(pass);
        if (buffers == null) {
            buffers = allocate(pass);
            kept.put(pass, buffers);
        }
        return buffers;
    }

    private Map<GraphPass, Buffers> kept(GraphPass pass) {
        if (pass.need() != GraphPass.Need.GRADIENTS) {
            return evaluation;
        }
        return pass.isOfTraining() ? training : entered;
    }

    private Buffers allocate(GraphPass pass) {
        Buffers result = new Buffers(nodes.size(), paths.between(pass.from(), pass.to()));
        int[] columns = new int[nodes.size()];
        for (int i = 0; i <= pass.to(); i++) {
            columns[i] = nodes.get(i).columns(columns);
        }
        int[] rows = rows(pass, result.path);
        // Joined matrices first, so that their parts can be windows into them.
        for (int k = result.path.length - 1; k >= 0; k--) {
            allocate(result, result.path[k], pass, rows, columns);
        }
        pass.from().forEach(entrance -> allocate(result, entrance, pass, rows, columns));
        return result;
    }

    /** The rows of the nodes of a pass; what lies before its entrances is not computed. */
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
        // The data are the caller's, and the objective's values are terms.
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
