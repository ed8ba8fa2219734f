package org.vae4j.model.plan;

import java.util.BitSet;
import java.util.List;
import java.util.stream.Collectors;

/** The dependencies between the nodes of a network, computed once for all pairs. */
public final class GraphPaths {

    private final List<GraphNode> nodes;
    /** For each node, the set of itself and all nodes that it depends on. */
    private final BitSet[] ancestors;

    /**
     * Computes the dependencies.
     *
     * @param nodes the nodes in topological order
     */
    public GraphPaths(List<GraphNode> nodes) {
        this.nodes = nodes;
        this.ancestors = new BitSet[nodes.size()];
        for (int i = 0; i < ancestors.length; i++) {
            ancestors[i] = new BitSet(ancestors.length);
            ancestors[i].set(i);
            for (int input : nodes.get(i).inputs()) {
                ancestors[i].or(ancestors[input]);
            }
        }
    }

    /** A node and all nodes that it depends on, in a new set. */
    BitSet upTo(int node) {
        return (BitSet) ancestors[node].clone();
    }

    /**
     * The nodes that must be computed to obtain one node from given values of others.
     *
     * @param from indices of the nodes whose values are given
     * @param to index of the node to compute
     * @return the indices in the order of computation, without the given nodes
     * @throws IllegalArgumentException when {@code to} does not depend on the given nodes, or a node in between depends
     *     on anything else, too
     */
    public int[] between(List<Integer> from, int to) {
        BitSet given = new BitSet();
        from.forEach(given::set);
        if (!ancestors[to].intersects(given)) {
            throw new IllegalArgumentException("found that \"" + name(to) + "\" does not depend on " + names(from)
                    + ", expected a vertex behind it");
        }
        BitSet needed = needed(given, to);
        needed.stream()
                .filter(node -> ancestors[node].intersects(given))
                .forEach(node -> requireInputs(node, given, from));
        return needed.stream().toArray();
    }

    /** The nodes that {@code to} depends on, back to the given ones. */
    private BitSet needed(BitSet given, int to) {
        BitSet needed = new BitSet();
        needed.set(to);
        for (int i = to; i >= 0; i--) {
            if (given.get(i)) {
                needed.clear(i);
            } else if (needed.get(i)) {
                nodes.get(i).inputs().forEach(needed::set);
            }
        }
        return needed;
    }

    private void requireInputs(int node, BitSet given, List<Integer> from) {
        for (int input : nodes.get(node).inputs()) {
            if (!ancestors[input].intersects(given)) {
                throw new IllegalArgumentException("found that \"" + name(node) + "\" needs \"" + name(input)
                        + "\", expected that it follows from " + names(from)
                        + " alone: give the network's input instead");
            }
        }
    }

    private String names(List<Integer> given) {
        return given.stream().map(node -> "\"" + name(node) + "\"").collect(Collectors.joining(" and "));
    }

    private String name(int node) {
        return nodes.get(node).name();
    }
}
