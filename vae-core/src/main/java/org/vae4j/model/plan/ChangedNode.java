package org.vae4j.model.plan;

import java.util.List;
import org.vae4j.kernel.Matrix;

/** A node with another backward pass than its own; everything else is delegated to the node. */
public sealed interface ChangedNode extends GraphNode {

    /** The node that is wrapped. */
    GraphNode node();

    @Override
    default GraphNode inner() {
        return node().inner();
    }

    @Override
    default String name() {
        return node().name();
    }

    @Override
    default List<Integer> inputs() {
        return node().inputs();
    }

    @Override
    default int columns(int[] columns) {
        return node().columns(columns);
    }

    @Override
    default int rows(int[] rows) {
        return node().rows(rows);
    }

    @Override
    default boolean perExample() {
        return node().perExample();
    }

    @Override
    default int rowsTogether() {
        return node().rowsTogether();
    }

    @Override
    default void forward(Matrix[] outputs, int self) {
        node().forward(outputs, self);
    }

    /** A node that the loss does not depend on, or only through a stopped gradient: it has no backward pass. */
    record Detached(GraphNode node) implements ChangedNode {}

    /**
     * A node whose parameters do not learn in this pass: only the gradients with respect to its inputs are computed.
     */
    record Fixed(GraphNode node) implements ChangedNode {
        @Override
        public void backward(Matrix[] outputs, Matrix[] gradients, int self) {
            // DL4J's layers have a single backward pass, which writes gradients of the parameters too. They are set to
            // zero later, or overwritten by the backward pass of their own loss.
            if (node instanceof GraphNode.Foreign) {
                node.backward(outputs, gradients, self);
            } else {
                node.backwardToInput(outputs, gradients, self);
            }
        }

        @Override
        public void backwardToInput(Matrix[] outputs, Matrix[] gradients, int self) {
            node.backwardToInput(outputs, gradients, self);
        }
    }
}
