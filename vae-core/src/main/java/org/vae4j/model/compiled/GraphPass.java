package org.vae4j.model.compiled;

import java.util.List;

/**
 * One pass over a network: the nodes that it starts from, the node that it ends at, and the results that it is run for.
 * Passes that are equal share their buffers.
 *
 * @param entries the nodes whose activations are given, at least one; node 0 is the data
 * @param to index of the last node; the objective's for the objective's terms
 * @param need the results that the pass is run for
 */
record GraphPass(List<Entry> entries, int to, Need need) {

    /**
     * A node whose activations are given.
     *
     * @param node index of the node; 0 for the data
     * @param rows number of rows of the activations
     */
    record Entry(int node, int rows) {}

    /** The results that a pass is run for. */
    enum Need {
        /** The activations of the last node. */
        VALUES,
        /** The terms of the objective, which needs room for the gradient with respect to its input. */
        TERMS,
        /** The gradients with respect to every node. */
        GRADIENTS
    }

    GraphPass {
        entries = List.copyOf(entries);
    }

    /** A pass that starts from one node. */
    static GraphPass from(int node, int rows, int to, Need need) {
        return new GraphPass(List.of(new Entry(node, rows)), to, need);
    }

    /** The indices of the nodes whose activations are given. */
    List<Integer> from() {
        return entries.stream().map(Entry::node).toList();
    }

    /** Whether the pass is one of training: it starts from the data and computes gradients. */
    boolean isOfTraining() {
        return need == Need.GRADIENTS && entries.size() == 1 && entries.get(0).node() == 0;
    }
}
