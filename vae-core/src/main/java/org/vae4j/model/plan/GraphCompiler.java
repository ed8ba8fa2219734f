package org.vae4j.model.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.vae4j.layers.ConcatVertex;
import org.vae4j.layers.JoinOperation;
import org.vae4j.layers.ObjectiveOperation;
import org.vae4j.layers.Operation;

/**
 * Compiles a network to a list of {@link GraphNode}s in topological order. A layer or vertex that is no operation of
 * this library becomes a {@link GraphNode.Foreign}, which DL4J runs; one that can't be run is refused by its name.
 */
public final class GraphCompiler {

    private final ComputationGraph graph;
    /** Names of concatenations that copy their inputs, because the inputs can't be windows into the joined matrix. */
    private final Set<String> copied;

    private final Map<String, Integer> position = new HashMap<>();
    private final List<GraphNode> nodes = new ArrayList<>();
    private final Set<Integer> joined = new HashSet<>();
    private final GraphShapes shapes;
    private final ForeignNodes foreign;

    private GraphCompiler(ComputationGraph graph, Set<String> copied) {
        this.graph = graph;
        this.copied = copied;
        this.shapes = new GraphShapes(graph.params().dataType(), graph.getVertices().length);
        this.foreign = new ForeignNodes(graph, shapes);
    }

    /**
     * Compiles a network. A concatenation whose inputs can't be windows is found by trial: the network is compiled
     * again until no gradient is lost, each time with further concatenations that copy.
     *
     * @return the nodes once for each loss of the objective, with the backward pass of the loss; the last loss is the
     *     objective's own value
     * @throws IllegalArgumentException when the network does not end in an objective of this library, or a vertex can't
     *     be run
     */
    public static List<List<GraphNode>> compile(ComputationGraph graph) {
        Set<String> copied = new HashSet<>();
        List<GradientFlow> flows;
        int before;
        do {
            before = copied.size();
            GraphCompiler compiler = new GraphCompiler(graph, copied);
            compiler.addAll();
            flows = Losses.of(graph, compiler.nodes).stream()
                    .map(learning -> GradientFlow.of(compiler.nodes, learning))
                    .toList();
            flows.forEach(flow -> copied.addAll(flow.lossy()));
        } while (copied.size() > before);
        return flows.stream().map(GradientFlow::nodes).toList();
    }

    private void addAll() {
        requireObjective();
        for (int index : graph.topologicalSortOrder()) {
            GraphNode node = node(graph.getVertices()[index].getVertexName());
            requireRows(node);
            position.put(node.name(), nodes.size());
            nodes.add(node);
            shapes.add(node);
        }
    }

    private void requireObjective() {
        List<String> outputs = graph.getConfiguration().getNetworkOutputs();
        boolean endsInObjective = graph.getNumInputArrays() == 1
                && outputs.size() == 1
                && graph.getLayer(outputs.get(0)) instanceof ObjectiveOperation
                && lastInOrder().equals(outputs.get(0));
        if (!endsInObjective) {
            throw new IllegalArgumentException(
                    "found a network that is no autoencoder of this library, with the inputs "
                            + graph.getConfiguration().getNetworkInputs() + " and the outputs " + outputs
                            + ", expected one input and, behind all other vertices, one output, a VariationalOutputLayer: train"
                            + " other networks by their own fit");
        }
    }

    private String lastInOrder() {
        int[] order = graph.topologicalSortOrder();
        return graph.getVertices()[order[order.length - 1]].getVertexName();
    }

    private GraphNode node(String name) {
        if (graph.getConfiguration().getNetworkInputs().contains(name)) {
            return new GraphNode.Input(name, new InputSize(graph.getConfiguration()).of(name));
        }
        List<Integer> inputs = graph.getConfiguration().getVertexInputs().get(name).stream()
                .map(position::get)
                .toList();
        GraphVertex vertex = graph.getConfiguration().getVertices().get(name);
        if (vertex instanceof ConcatVertex && !copied.contains(name) && makeWindows(inputs)) {
            return new GraphNode.Concat(name, inputs);
        }
        if (graph.getVertex(name) instanceof JoinOperation operation) {
            return new GraphNode.Join(name, inputs, operation, List.of());
        }
        if (graph.getVertex(name) instanceof Operation operation) {
            return compute(name, inputs.get(0), operation);
        }
        if (vertex instanceof LayerVertex layerVertex && isPlain(layerVertex)) {
            Layer layer = graph.getLayer(name);
            if (layer instanceof Operation operation) {
                return compute(name, inputs.get(0), operation);
            }
            if (layer instanceof ObjectiveOperation operation) {
                return new GraphNode.Objective(name, inputs.get(0), operation);
            }
        }
        return foreign.node(name, inputs);
    }

    /** A node before it is known who reads its input, too; {@link GradientFlow} finds that out. */
    private static GraphNode compute(String name, int input, Operation operation) {
        boolean wantsInputGradient = true;
        boolean accumulates = false;
        return new GraphNode.Compute(name, input, operation, wantsInputGradient, accumulates);
    }

    /**
     * Makes the inputs of a concatenation windows into its matrix, if they are no windows already, all different, and
     * not the data. Returns whether it did.
     */
    private boolean makeWindows(List<Integer> inputs) {
        boolean possible = inputs.stream().distinct().count() == inputs.size()
                && inputs.stream().allMatch(i -> i > 0 && !joined.contains(i));
        if (possible) {
            joined.addAll(inputs);
        }
        return possible;
    }

    /** Whether a layer has no preprocessor and no dropout before it; constraints concern only the update. */
    private static boolean isPlain(LayerVertex vertex) {
        return vertex.getPreProcessor() == null
                && vertex.getLayerConf().getLayer().getIDropout() == null;
    }

    /** Refuses inputs of this library's operations that are no rows, such as images in DL4J's shape. */
    private void requireRows(GraphNode node) {
        if (node instanceof GraphNode.Foreign) {
            return;
        }
        for (int input : node.inputs()) {
            if (!shapes.of(input).isRow()) {
                throw new IllegalArgumentException("vertex \"" + node.name() + "\": found an input \""
                        + nodes.get(input).name() + "\" of shape " + shapes.of(input)
                        + " per example, expected rows: set the network's input types, or put a preprocessor between"
                        + " them");
            }
        }
        if (node instanceof GraphNode.Objective objective && shapes.rowsPerExample(objective.input()) != 1) {
            throw new IllegalArgumentException("vertex \"" + node.name() + "\": found "
                    + shapes.rowsPerExample(objective.input())
                    + " rows per example, expected one: join the steps of a sequence before the objective");
        }
    }
}
