package org.vae4j.model;

import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/** Which nodes of a network depend on which, found once for all pairs. */
final class GraphPaths {

    private final List<GraphNode> nodes;
    /** Of each node, itself and the nodes that it depends on. */
    private final BitSet[] ancestors;

    GraphPaths(List<GraphNode> nodes) {
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

    /**
     * The nodes that are computed on the way from one node to another, in the order in which they are.
     *
     * @throws IllegalArgumentException when a node on the way needs something else than what comes from {@code from}
     */
    int[] between(int from, int to) {
        int[] path = IntStream.rangeClosed(from + 1, to)
                .filter(i -> ancestors[i].get(from) && ancestors[to].get(i))
                .toArray();
        for (int node : path) {
            for (int input : nodes.get(node).inputs()) {
                if (!ancestors[input].get(from)) {
                    throw new IllegalArgumentException("found that \"" + name(node) + "\" needs \"" + name(input)
                            + "\", expected that it follows from \"" + name(from)
                            + "\" alone: give the network's input instead");
                }
            }
        }
        if (path.length == 0 && from != to) {
            throw new IllegalArgumentException("found that \"" + name(to) + "\" does not depend on \"" + name(from)
                    + "\", expected a vertex behind it");
        }
        return path;
    }

    private String name(int node) {
        return nodes.get(node).name();
    }
}
