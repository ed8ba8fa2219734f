package org.vae4j.model.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.vae4j.model.plan.GraphNode.Join.Flow;

/**
 * Decides for each node of a backward pass which input gradients it computes, and whether it overwrites or adds to
 * them.
 *
 * <p>Nodes run from last to first. The first node that computes the gradient of an input overwrites it, and each later
 * one adds. Writing the gradient of a joined matrix also writes those of its parts, which are windows into it; if a
 * part has a gradient already, that would be lost, and the matrix is reported as {@linkplain #lossy lossy}.
 */
public final class GradientFlow {

    private final List<GraphNode> nodes;
    private final Learning learning;
    /** Index of the node where the backward pass starts. */
    private final int start;
    /** Indices of nodes whose gradient has been written. */
    private final Set<Integer> written = new HashSet<>();
    /** Names of joined matrices whose gradient would overwrite that of a part. */
    private final Set<String> lossy = new HashSet<>();

    private final List<GraphNode> result;

    private GradientFlow(List<GraphNode> nodes, Learning learning, int start) {
        this.nodes = nodes;
        this.learning = learning;
        this.start = start;
        this.result = new ArrayList<>(nodes);
    }

    /** The flows of a backward pass from the objective. */
    public static GradientFlow of(List<GraphNode> nodes, Learning learning) {
        return of(nodes, learning, nodes.size() - 1);
    }

    /** The flows of a backward pass from a node whose gradient is given. */
    public static GradientFlow of(List<GraphNode> nodes, Learning learning, int start) {
        GradientFlow flow = new GradientFlow(nodes, learning, start);
        // The gradient of a joined matrix contains those of its parts.
        flow.withParts(start).forEach(flow.written::add);
        flow.determine();
        return flow;
    }

    /** The nodes with their flows, which are right only if no matrix is lossy. */
    public List<GraphNode> nodes() {
        return List.copyOf(result);
    }

    /** {@return names of joined matrices whose gradient would overwrite that of a part; none if the flows are right} */
    public Set<String> lossy() {
        return lossy;
    }

    private void determine() {
        for (int i = nodes.size() - 1; i > 0; i--) {
            GraphNode node = nodes.get(i);
            if (!written.contains(i) && i != start) {
                result.set(i, new ChangedNode.Detached(node));
            } else if (!(node instanceof GraphNode.Concat)) {
                GraphNode found = withFlows(node, flows(node));
                result.set(i, learning.isFixed(i) ? new ChangedNode.Fixed(found) : found);
            }
        }
    }

    /** The flow to each input of a node. */
    private List<Flow> flows(GraphNode node) {
        List<Flow> flows = new ArrayList<>();
        for (int k = 0; k < node.inputs().size(); k++) {
            int input = node.inputs().get(k);
            if (input == 0 || !learning.leads(input) || !givesGradient(node, k)) {
                flows.add(Flow.NONE);
                continue;
            }
            boolean accumulates = written.contains(input);
            if (!accumulates && withParts(input).anyMatch(written::contains)) {
                lossy.add(nodes.get(input).name());
            }
            withParts(input).forEach(written::add);
            flows.add(accumulates ? Flow.ADD : Flow.OVERWRITE);
        }
        return List.copyOf(flows);
    }

    /** Whether a node's output depends on an input through which gradients flow. */
    private static boolean givesGradient(GraphNode node, int input) {
        if (node instanceof GraphNode.Join join) {
            return join.operation().givesGradient(input);
        }
        return !(node instanceof GraphNode.Compute compute)
                || compute.operation().readsInput();
    }

    private static GraphNode withFlows(GraphNode node, List<Flow> flows) {
        if (node instanceof GraphNode.Join join) {
            return new GraphNode.Join(join.name(), join.inputs(), join.operation(), flows);
        }
        if (node instanceof GraphNode.Foreign foreign) {
            return new GraphNode.Foreign(foreign.name(), foreign.inputs(), foreign.vertex(), flows);
        }
        if (node instanceof GraphNode.Compute c) {
            Flow flow = flows.get(0);
            return new GraphNode.Compute(c.name(), c.input(), c.operation(), flow != Flow.NONE, flow == Flow.ADD);
        }
        return node;
    }

    /** A node and, if it is a joined matrix, all nodes that are windows into it. */
    private Stream<Integer> withParts(int node) {
        return nodes.get(node) instanceof GraphNode.Concat concat
                ? Stream.concat(Stream.of(node), concat.inputs().stream().flatMap(this::withParts))
                : Stream.of(node);
    }
}
