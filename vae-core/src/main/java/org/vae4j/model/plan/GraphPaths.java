package org.vae4j.model.plan;

import java.util.BitSet;
import java.util.List;
import java.util.stream.Collectors;

/** Which nodes of a network depend on which, found once for all pairs. */
public final class GraphPaths {

    private final List<GraphNode> nodes;
    /** Each node with all nodes that it depends on. */
    private final BitSet[] ancestors;

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

    /** A node and what it depends on. */
    BitSet upTo(int node) {
        return (BitSet) ancestors[node].clone();
    }

    /**
     * The nodes that are computed on the way from some nodes, whose values are given, to another, in the order in which
     * they are.
     *
     * @throws IllegalArgumentException when a node on the way needs something else than what comes from the given ones
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

    /** What has to be computed: what the wanted node depends on, up to what is given. */
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
