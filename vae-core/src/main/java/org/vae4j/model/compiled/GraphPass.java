package org.vae4j.model.compiled;

import java.util.List;

/**
 * What is computed at once.
 *
 * @param entries where values come in, at least one: the data, or the activations of nodes
 * @param to the node whose values are wanted; the objective's for its terms
 * @param need what is wanted besides the values
 */
record GraphPass(List<Entry> entries, int to, Need need) {

    /**
     * Where values come in.
     *
     * @param node 0 for the data
     * @param rows of the values
     */
    record Entry(int node, int rows) {}

    /** What a pass computes. */
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

    /** A pass with one entrance. */
    static GraphPass from(int node, int rows, int to, Need need) {
        return new GraphPass(List.of(new Entry(node, rows)), to, need);
    }

    /** The nodes where values come in. */
    List<Integer> from() {
        return entries.stream().map(Entry::node).toList();
    }

    /** Whether it is the whole way from the data to the gradients. */
    boolean isOfTraining() {
        return need == Need.GRADIENTS && entries.size() == 1 && entries.get(0).node() == 0;
    }
}
