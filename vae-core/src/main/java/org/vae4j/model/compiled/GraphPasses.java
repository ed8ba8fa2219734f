package org.vae4j.model.compiled;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;
import org.vae4j.model.compiled.EnteredPasses.Entrance;
import org.vae4j.model.compiled.GraphBuffers.Buffers;
import org.vae4j.model.compiled.GraphPass.Need;
import org.vae4j.model.plan.GraphNode;

/** Forward passes over a network's nodes, from the data or from given activations of inner vertices. */
final class GraphPasses {

    private final List<GraphNode> nodes;
    private final DataType type;
    private final Kernels kernels;
    private final GraphBuffers buffers;
    private final Map<String, Integer> byName = new HashMap<>();

    GraphPasses(List<GraphNode> nodes, DataType type) {
        this.nodes = nodes;
        this.type = type;
        this.kernels = Kernels.of(type);
        this.buffers = new GraphBuffers(nodes, type);
        for (int i = 0; i < nodes.size(); i++) {
            byName.put(nodes.get(i).name(), i);
        }
    }

    GraphBuffers buffers() {
        return buffers;
    }

    /** The index of the node of a vertex; refuses an unknown name. */
    int index(String vertex) {
        Integer i = byName.get(vertex);
        if (i == null) {
            throw new IllegalArgumentException(
                    "found no vertex \"" + vertex + "\", expected one of " + byName.keySet());
        }
        return i;
    }

    /**
     * The array in column order and in the network's type: the array itself where it is so already, otherwise a copy.
     */
    Matrix matrix(INDArray array) {
        return Matrix.ofAny(array.castTo(type));
    }

    /** Computes a pass from the data to a node; returns its buffers. The data are not copied. */
    Buffers forward(Matrix x, int last, Need need) {
        int features = ((GraphNode.Input) nodes.get(0)).size();
        if (x.columns() != features) {
            throw new IllegalArgumentException("found examples of " + x.columns() + " features, expected " + features
                    + ": the model was built for another data set");
        }
        Buffers b = buffers.of(GraphPass.from(0, x.rows(), last, need));
        b.outputs[0] = x;
        compute(b);
        return b;
    }

    /** The buffers of a pass that starts at given activations, with these copied in; {@link #compute} runs the pass. */
    Buffers entered(List<Entrance> entrances, int last, Need need) {
        List<Matrix> given = entrances.stream().map(e -> matrix(e.value())).toList();
        List<GraphPass.Entry> entries = new ArrayList<>();
        for (int k = 0; k < given.size(); k++) {
            entries.add(new GraphPass.Entry(
                    index(entrances.get(k).vertex()), given.get(k).rows()));
        }
        Buffers b = buffers.of(new GraphPass(entries, last, need));
        for (int k = 0; k < given.size(); k++) {
            enter(given.get(k), entries.get(k).node(), b);
        }
        return b;
    }

    private void enter(Matrix given, int node, Buffers b) {
        if (node == 0) {
            b.outputs[0] = given;
            return;
        }
        if (given.columns() != b.outputs[node].columns()) {
            throw new IllegalArgumentException("found " + given.columns() + " columns for \""
                    + nodes.get(node).name() + "\", expected " + b.outputs[node].columns());
        }
        kernels.copy(given, b.outputs[node]);
    }

    /** Computes the nodes of a pass in their order. */
    void compute(Buffers b) {
        for (int i : b.path) {
            nodes.get(i).forward(b.outputs, i);
        }
    }

    /** The names of the vertices that a pass computes, in their order. */
    List<String> path(Buffers b) {
        return Arrays.stream(b.path).mapToObj(i -> nodes.get(i).name()).toList();
    }
}
