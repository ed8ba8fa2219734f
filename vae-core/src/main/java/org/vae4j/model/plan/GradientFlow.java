package org.vae4j.model.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.vae4j.model.plan.GraphNode.Join.Flow;

/**
 * Who wants an input gradient, and who finds one there already: consumers run last to first. Writing a joined matrix
 * writes its parts; where a part has its gradient from elsewhere before, that would be lost.
 */
public final class GradientFlow {

    private final List<GraphNode> nodes;
    private final Learning learning;
    /** Where the backward pass begins. */
    private final int start;
    /** Nodes whose gradient a node behind them writes. */
    private final Set<Integer> written = new HashSet<>();
    /** Joined matrices whose gradient would overwrite that of a part. */
    private final Set<String> lossy = new HashSet<>();

    private final List<GraphNode> result;

    private GradientFlow(List<GraphNode> nodes, Learning learning, int start) {
        this.nodes = nodes;
        this.learning = learning;
        this.start = start;
        this.result = new ArrayList<>(nodes);
    }

    /** The gradients that flow from the objective. */
    public static GradientFlow of(List<GraphNode> nodes, Learning learning) {
        return of(nodes, learning, nodes.size() - 1);
    }

    /** The gradients that flow from a node whose own gradient is given. */
    public static GradientFlow of(List<GraphNode> nodes, Learning learning, int start) {
        GradientFlow flow = new GradientFlow(nodes, learning, start);
        // Of a joined matrix whose gradient is given the parts have theirs.
        flow.withParts(start).forEach(flow.written::add);
        flow.follow();
        return flow;
    }

    /** The nodes with their flows; meaningful where none is lossy. */
    public List<GraphNode> nodes() {
        return List.copyOf(result);
    }

    /** {@return joined matrices whose gradient would overwrite that of a part; none where the flows are right} */
    public Set<String> lossy() {
        return lossy;
    }

    private void follow() {
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

    /** What becomes of the gradients that a node hands to its inputs. */
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

    /** Whether a node looks at an input and lets a gradient back to it. */
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

    /** A node and, if it is a joined matrix, the nodes that are windows into it. */
    private Stream<Integer> withParts(int node) {
        return nodes.get(node) instanceof GraphNode.Concat concat
                ? Stream.concat(Stream.of(node), concat.inputs().stream().flatMap(this::withParts))
                : Stream.of(node);
    }
}
