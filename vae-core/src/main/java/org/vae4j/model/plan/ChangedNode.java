package org.vae4j.model.plan;

import java.util.List;
import org.vae4j.kernel.Matrix;

/** A node whose backward pass is another one than its own. */
public sealed interface ChangedNode extends GraphNode {

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

    /** A node that no objective depends on, or only behind a stop of the gradient: it has no backward pass. */
    record Detached(GraphNode node) implements ChangedNode {}

    /** A node whose parameters do not learn in this pass: gradients go through it to its inputs. */
    record Fixed(GraphNode node) implements ChangedNode {
        @Override
        public void backward(Matrix[] outputs, Matrix[] gradients, int self) {
            // DL4J's layers have one backward pass. What it writes for the parameters is set to zero, or written
            // anew by the pass of their own loss.
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
