package org.vae4j.model.plan;

import java.util.BitSet;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * The nodes whose parameters learn in a backward pass, and the nodes whose gradient is needed for that. All other nodes
 * have no backward pass.
 */
public final class Learning {

    /** Nodes with parameters that do not learn. */
    private final BitSet fixed;
    /** Nodes that learn, or depend on a node that learns. */
    private final BitSet leading;

    private Learning(BitSet fixed, BitSet leading) {
        this.fixed = fixed;
        this.leading = leading;
    }

    /**
     * Every parameter learns, and every gradient is computed.
     *
     * @param nodes the nodes of the network
     * @return the choice of all nodes
     */
    public static Learning everything(List<GraphNode> nodes) {
        BitSet all = new BitSet();
        all.set(0, nodes.size());
        return new Learning(new BitSet(), all);
    }

    /** The parameters of all nodes but some learn. */
    public static Learning allBut(List<GraphNode> nodes, ComputationGraph graph, BitSet fixedNodes) {
        BitSet learning = new BitSet();
        learning.set(0, nodes.size());
        learning.andNot(fixedNodes);
        return only(nodes, graph, learning);
    }

    /** The parameters of some nodes learn and no others. */
    public static Learning only(List<GraphNode> nodes, ComputationGraph graph, BitSet learningNodes) {
        BitSet fixed = new BitSet();
        BitSet leading = new BitSet();
        for (int i = 0; i < nodes.size(); i++) {
            boolean hasParameters =
                    i > 0 && graph.getVertex(nodes.get(i).name()).numParams() > 0;
            fixed.set(i, hasParameters && !learningNodes.get(i));
            leading.set(
                    i,
                    hasParameters && learningNodes.get(i)
                            || nodes.get(i).inputs().stream().anyMatch(leading::get));
        }
        return new Learning(fixed, leading);
    }

    /** Whether a node has parameters that do not learn. */
    boolean isFixed(int node) {
        return fixed.get(node);
    }

    /** Whether the gradient with respect to a node's output is needed. */
    boolean leads(int node) {
        return leading.get(node);
    }
}
