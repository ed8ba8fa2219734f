package org.vae4j.model.plan;

import java.util.BitSet;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * Which nodes learn in a backward pass, and which lead a gradient to one that does. What does neither has no backward
 * pass.
 */
public final class Learning {

    private final BitSet fixed;
    private final BitSet leading;

    private Learning(BitSet fixed, BitSet leading) {
        this.fixed = fixed;
        this.leading = leading;
    }

    /**
     * Every parameter learns, and every gradient is computed.
     *
     * @param nodes of the network
     * @return the same for all of them
     */
    public static Learning everything(List<GraphNode> nodes) {
        BitSet all = new BitSet();
        all.set(0, nodes.size());
        return new Learning(new BitSet(), all);
    }

    /** Everything but the parameters of some nodes. */
    public static Learning allBut(List<GraphNode> nodes, ComputationGraph graph, BitSet nodesThatDoNot) {
        BitSet learning = new BitSet();
        learning.set(0, nodes.size());
        learning.andNot(nodesThatDoNot);
        return only(nodes, graph, learning);
    }

    /** The parameters of some nodes and no others. */
    public static Learning only(List<GraphNode> nodes, ComputationGraph graph, BitSet nodesThatDo) {
        BitSet fixed = new BitSet();
        BitSet leading = new BitSet();
        for (int i = 0; i < nodes.size(); i++) {
            boolean hasParameters =
                    i > 0 && graph.getVertex(nodes.get(i).name()).numParams() > 0;
            fixed.set(i, hasParameters && !nodesThatDo.get(i));
            leading.set(
                    i,
                    hasParameters && nodesThatDo.get(i)
                            || nodes.get(i).inputs().stream().anyMatch(leading::get));
        }
        return new Learning(fixed, leading);
    }

    /** Whether a node has parameters that do not learn. */
    boolean isFixed(int node) {
        return fixed.get(node);
    }

    /** Whether a gradient with respect to what a node puts out is of use. */
    boolean leads(int node) {
        return leading.get(node);
    }
}
