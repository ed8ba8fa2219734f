package org.vae4j.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.vae4j.layers.ColumnsVertex;
import org.vae4j.layers.ConcatVertex;
import org.vae4j.layers.JoinOperation;
import org.vae4j.layers.ObjectiveOperation;
import org.vae4j.layers.Operation;
import org.vae4j.layers.SizedInput;
import org.vae4j.layers.StopGradientVertex;
import org.vae4j.layers.SumVertex;

/**
 * Turns a network into {@link GraphNode}s, in the order in which it runs them. Declines (empty) whatever it does not know
 * to run exactly as DL4J would: such a network trains by DL4J's own {@code fit}.
 */
final class GraphCompiler {

    private final ComputationGraph graph;
    private final Map<String, Integer> position = new HashMap<>();
    private final List<GraphNode> nodes = new ArrayList<>();
    private final Set<Integer> joined = new HashSet<>();
    /** Nodes whose gradient a node behind them writes. */
    private final Set<Integer> written = new HashSet<>();

    private GraphCompiler(ComputationGraph graph) {
        this.graph = graph;
    }

    static Optional<List<GraphNode>> compile(ComputationGraph graph) {
        GraphCompiler compiler = new GraphCompiler(graph);
        return compiler.addAll() ? compiler.withGradientFlow() : Optional.empty();
    }

    private boolean addAll() {
        if (graph.getNumInputArrays() != 1 || graph.getNumOutputArrays() != 1) {
            return false;
        }
        for (int index : graph.topologicalSortOrder()) {
            Optional<GraphNode> node = node(graph.getVertices()[index].getVertexName());
            if (node.isEmpty()) {
                return false;
            }
            position.put(node.get().name(), nodes.size());
            nodes.add(node.get());
        }
        return nodes.get(0) instanceof GraphNode.Input
                && nodes.get(nodes.size() - 1) instanceof GraphNode.Objective
                && nodes.stream().filter(GraphNode.Objective.class::isInstance).count() == 1;
    }

    private Optional<GraphNode> node(String name) {
        if (graph.getConfiguration().getNetworkInputs().contains(name)) {
            return inputSize(name).map(size -> new GraphNode.Input(name, size));
        }
        List<Integer> inputs = graph.getConfiguration().getVertexInputs().get(name).stream()
                .map(position::get)
                .toList();
        GraphVertex vertex = graph.getConfiguration().getVertices().get(name);
        if (vertex instanceof ConcatVertex) {
            // Each part is a window into this node's matrix, so it can be part of no other, nor be the data itself.
            boolean exclusive = inputs.stream().allMatch(i -> i > 0 && joined.add(i));
            return exclusive ? Optional.of(new GraphNode.Concat(name, inputs)) : Optional.empty();
        }
        if (graph.getVertex(name) instanceof JoinOperation operation) {
            return Optional.of(new GraphNode.Join(name, inputs, operation, List.of()));
        }
        if (graph.getVertex(name) instanceof Operation operation) {
            return Optional.of(new GraphNode.Compute(name, inputs.get(0), operation, true, false));
        }
        if (vertex instanceof LayerVertex layerVertex && isPlain(layerVertex)) {
            Layer layer = graph.getLayer(name);
            if (layer instanceof Operation operation) {
                return Optional.of(new GraphNode.Compute(name, inputs.get(0), operation, true, false));
            }
            if (layer instanceof ObjectiveOperation operation) {
                return Optional.of(new GraphNode.Objective(name, inputs.get(0), operation));
            }
        }
        return Optional.empty();
    }

    /** The size of the data, which only the layers that read it know; others pass on what they get. */
    private Optional<Integer> inputSize(String input) {
        return graph.getConfiguration().getVertexInputs().entrySet().stream()
                .filter(e -> e.getValue().contains(input))
                .map(e -> sizeBefore(e.getKey()))
                .flatMap(Optional::stream)
                .max(Integer::compare);
    }

    private Optional<Integer> sizeBefore(String reader) {
        GraphVertex vertex = graph.getConfiguration().getVertices().get(reader);
        if (vertex instanceof SumVertex || vertex instanceof StopGradientVertex) {
            return inputSize(reader);
        }
        if (vertex instanceof ColumnsVertex columns) {
            // It may not be the last: whoever reads more knows more.
            return Optional.of(columns.getTo());
        }
        if (!(vertex instanceof LayerVertex layerVertex)) {
            return Optional.empty();
        }
        org.deeplearning4j.nn.conf.layers.Layer layer =
                layerVertex.getLayerConf().getLayer();
        if (layer instanceof FeedForwardLayer sized) {
            return Optional.of(Math.toIntExact(sized.getNIn()));
        }
        return layer instanceof SizedInput sized ? Optional.of(sized.inputSize()) : inputSize(reader);
    }

    /** Whether nothing is set that only DL4J's own training loop does. */
    private static boolean isPlain(LayerVertex vertex) {
        org.deeplearning4j.nn.conf.layers.Layer conf = vertex.getLayerConf().getLayer();
        boolean constrained =
                conf.getConstraints() != null && !conf.getConstraints().isEmpty();
        boolean noisy = conf instanceof BaseLayer base && base.getWeightNoise() != null;
        return vertex.getPreProcessor() == null && conf.getIDropout() == null && !constrained && !noisy;
    }

    /**
     * Who wants an input gradient, and who finds one there already: consumers run last to first. Writing a joined matrix
     * writes its parts; where a part has its gradient from elsewhere before, that would be lost, so it is declined.
     */
    private Optional<List<GraphNode>> withGradientFlow() {
        List<GraphNode> result = new ArrayList<>(nodes);
        for (int i = nodes.size() - 1; i > 0; i--) {
            GraphNode node = nodes.get(i);
            if (!written.contains(i) && !(node instanceof GraphNode.Objective)) {
                result.set(i, new GraphNode.Detached(node));
                continue;
            }
            if (node instanceof GraphNode.Concat) {
                continue;
            }
            Optional<List<GraphNode.Join.Flow>> flows = flows(node);
            if (flows.isEmpty()) {
                return Optional.empty();
            }
            result.set(i, withFlows(node, flows.get()));
        }
        return Optional.of(List.copyOf(result));
    }

    /** What becomes of the gradients that a node hands to its inputs; nothing where one would be lost. */
    private Optional<List<GraphNode.Join.Flow>> flows(GraphNode node) {
        List<GraphNode.Join.Flow> flows = new ArrayList<>();
        for (int k = 0; k < node.inputs().size(); k++) {
            int input = node.inputs().get(k);
            boolean given =
                    !(node instanceof GraphNode.Join join) || join.operation().givesGradient(k);
            if (input == 0 || !given) {
                flows.add(GraphNode.Join.Flow.NONE);
                continue;
            }
            boolean accumulates = written.contains(input);
            if (!accumulates && withParts(input).anyMatch(written::contains)) {
                return Optional.empty();
            }
            withParts(input).forEach(written::add);
            flows.add(accumulates ? GraphNode.Join.Flow.ADD : GraphNode.Join.Flow.OVERWRITE);
        }
        return Optional.of(flows);
    }

    /** Whether a node looks at an input and lets a gradient back to it. */
    private static boolean givesGradient(GraphNode node, int input) {
        if (node instanceof GraphNode.Join join) {
            return join.operation().givesGradient(input);
        }
        return !(node instanceof GraphNode.Compute compute) || compute.operation().readsInput();
    }

    private static GraphNode withFlows(GraphNode node, List<GraphNode.Join.Flow> flows) {
        if (node instanceof GraphNode.Join join) {
            return new GraphNode.Join(join.name(), join.inputs(), join.operation(), List.copyOf(flows));
        }
        if (node instanceof GraphNode.Compute c) {
            GraphNode.Join.Flow flow = flows.get(0);
            return new GraphNode.Compute(
                    c.name(),
                    c.input(),
                    c.operation(),
                    flow != GraphNode.Join.Flow.NONE,
                    flow == GraphNode.Join.Flow.ADD);
        }
        return node;
    }

    /** A node and, if it is a joined matrix, the nodes that are windows into it. */
    private Stream<Integer> withParts(int node) {
        return nodes.get(node) instanceof GraphNode.Concat concat
                ? Stream.concat(Stream.of(node), concat.inputs().stream().flatMap(this::withParts))
                : Stream.of(node);
    }
}
