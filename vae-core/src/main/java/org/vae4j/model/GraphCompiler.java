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
import org.vae4j.kernel.Kernels;
import org.vae4j.layers.ConcatVertex;
import org.vae4j.layers.ObjectiveOperation;
import org.vae4j.layers.Operation;
import org.vae4j.layers.SizedInput;
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
        if (vertex instanceof SumVertex) {
            Kernels kernels = Kernels.of(graph.params().dataType());
            return Optional.of(new GraphNode.Sum(name, inputs, List.of(), kernels));
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
                .findFirst();
    }

    private Optional<Integer> sizeBefore(String reader) {
        GraphVertex vertex = graph.getConfiguration().getVertices().get(reader);
        if (vertex instanceof SumVertex) {
            return inputSize(reader);
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
        Set<Integer> written = new HashSet<>();
        List<GraphNode> result = new ArrayList<>(nodes);
        for (int i = nodes.size() - 1; i > 0; i--) {
            GraphNode node = nodes.get(i);
            boolean unused = !written.contains(i) && !(node instanceof GraphNode.Objective);
            if (unused) {
                return Optional.empty();
            }
            if (node instanceof GraphNode.Concat) {
                continue;
            }
            List<Boolean> accumulates = new ArrayList<>();
            for (int input : node.inputs()) {
                boolean isWritten = written.contains(input);
                if (!isWritten && withParts(input).anyMatch(written::contains)) {
                    return Optional.empty();
                }
                withParts(input).forEach(written::add);
                accumulates.add(isWritten && input != 0);
            }
            if (node instanceof GraphNode.Compute c) {
                int input = c.input();
                result.set(
                        i, new GraphNode.Compute(c.name(), input, c.operation(), input != 0, accumulates.get(0)));
            }
            if (node instanceof GraphNode.Sum s) {
                result.set(i, new GraphNode.Sum(s.name(), s.inputs(), List.copyOf(accumulates), s.kernels()));
            }
        }
        return Optional.of(List.copyOf(result));
    }

    /** A node and, if it is a joined matrix, the nodes that are windows into it. */
    private Stream<Integer> withParts(int node) {
        return nodes.get(node) instanceof GraphNode.Concat concat
                ? Stream.concat(Stream.of(node), concat.inputs().stream().flatMap(this::withParts))
                : Stream.of(node);
    }
}
