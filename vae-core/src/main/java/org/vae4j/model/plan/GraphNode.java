package org.vae4j.model.plan;

import java.util.ArrayList;
import java.util.List;
import org.vae4j.kernel.Matrix;
import org.vae4j.layers.GradientTarget;
import org.vae4j.layers.JoinOperation;
import org.vae4j.layers.ObjectiveOperation;
import org.vae4j.layers.Operation;
import org.vae4j.model.foreign.ForeignVertex;

/**
 * One vertex of a compiled network. Inputs are indices into the list of nodes, less than the node's own.
 *
 * <p>The passes read and write the matrices of all nodes: {@code outputs[i]} and {@code gradients[i]} belong to node i,
 * and {@code self} is the node's own index. The matrices are the pass's memory and are overwritten in each pass.
 */
public sealed interface GraphNode
        permits GraphNode.Input,
                GraphNode.Compute,
                GraphNode.Join,
                GraphNode.Foreign,
                GraphNode.Concat,
                GraphNode.Objective,
                ChangedNode {

    /** The name of the vertex. */
    String name();

    /** The indices of the nodes that this node reads. */
    List<Integer> inputs();

    /** The number of columns of the output, given those of the nodes before. */
    int columns(int[] columns);

    /** The number of rows of the output, given those of the nodes before. */
    int rows(int[] rows);

    /** Whether each row of the output depends on its own example alone. */
    default boolean perExample() {
        return true;
    }

    /** The number of successive examples that are combined in training: 2 for pairs. */
    default int rowsTogether() {
        return 1;
    }

    /** The node without the changes to its backward pass. */
    default GraphNode inner() {
        return this;
    }

    /** Computes the node's output from those of its inputs. */
    default void forward(Matrix[] outputs, int self) {}

    /**
     * Computes the gradients with respect to the node's parameters and inputs from the one with respect to its output.
     */
    default void backward(Matrix[] outputs, Matrix[] gradients, int self) {}

    /** As {@link #backward}, without the gradients with respect to parameters. */
    default void backwardToInput(Matrix[] outputs, Matrix[] gradients, int self) {}

    /** The features. */
    record Input(String name, int size) implements GraphNode {
        @Override
        public List<Integer> inputs() {
            return List.of();
        }

        @Override
        public int columns(int[] columns) {
            return size;
        }

        /** Not called, since the data are given. */
        @Override
        public int rows(int[] rows) {
            return rows[0];
        }
    }

    /**
     * A layer of this library.
     *
     * @param wantsInputGradient whether the gradient with respect to the input is computed; false where the input is
     *     data
     * @param accumulates whether that gradient is added to what another node has written before
     */
    record Compute(String name, int input, Operation operation, boolean wantsInputGradient, boolean accumulates)
            implements GraphNode {
        @Override
        public List<Integer> inputs() {
            return List.of(input);
        }

        @Override
        public int columns(int[] columns) {
            return operation.outputColumns(columns[input]);
        }

        @Override
        public int rows(int[] rows) {
            return operation.outputRows(rows[input]);
        }

        @Override
        public boolean perExample() {
            return operation.perExample();
        }

        @Override
        public void forward(Matrix[] outputs, int self) {
            operation.forward(outputs[input], outputs[self]);
        }

        @Override
        public void backward(Matrix[] outputs, Matrix[] gradients, int self) {
            operation.backward(outputs[input], outputs[self], gradients[self], target(gradients));
        }

        @Override
        public void backwardToInput(Matrix[] outputs, Matrix[] gradients, int self) {
            if (wantsInputGradient) {
                operation.backwardToInput(outputs[input], outputs[self], gradients[self], target(gradients));
            }
        }

        private GradientTarget target(Matrix[] gradients) {
            if (!wantsInputGradient) {
                return GradientTarget.NONE;
            }
            return accumulates ? GradientTarget.add(gradients[input]) : GradientTarget.overwrite(gradients[input]);
        }
    }

    /**
     * A vertex of this library with one or several inputs.
     *
     * @param flows the flow of the gradient to each input
     */
    record Join(String name, List<Integer> inputs, JoinOperation operation, List<Flow> flows) implements GraphNode {

        /** The treatment of the gradient with respect to one of a node's inputs. */
        enum Flow {
            /** It is not computed. */
            NONE,
            /** It overwrites the input's gradient: the node is the first in the backward pass to compute one. */
            OVERWRITE,
            /** It is added to what another node has written before. */
            ADD
        }

        @Override
        public int columns(int[] columns) {
            return operation.outputColumns(
                    inputs.stream().mapToInt(i -> columns[i]).toArray());
        }

        @Override
        public int rows(int[] rows) {
            return operation.outputRows(inputs.stream().mapToInt(i -> rows[i]).toArray());
        }

        @Override
        public void forward(Matrix[] outputs, int self) {
            operation.forward(matrices(outputs), outputs[self]);
        }

        @Override
        public void backward(Matrix[] outputs, Matrix[] gradients, int self) {
            operation.backward(matrices(outputs), outputs[self], gradients[self], targets(inputs, flows, gradients));
        }

        @Override
        public void backwardToInput(Matrix[] outputs, Matrix[] gradients, int self) {
            backward(outputs, gradients, self);
        }

        @Override
        public boolean perExample() {
            return operation.perExample();
        }

        @Override
        public int rowsTogether() {
            return operation.rowsTogether();
        }

        private List<Matrix> matrices(Matrix[] outputs) {
            return inputs.stream().map(i -> outputs[i]).toList();
        }

        static List<GradientTarget> targets(List<Integer> inputs, List<Flow> flows, Matrix[] gradients) {
            List<GradientTarget> targets = new ArrayList<>();
            for (int i = 0; i < inputs.size(); i++) {
                targets.add(target(flows.get(i), gradients[inputs.get(i)]));
            }
            return targets;
        }

        private static GradientTarget target(Flow flow, Matrix gradient) {
            return switch (flow) {
                case NONE -> GradientTarget.NONE;
                case OVERWRITE -> GradientTarget.overwrite(gradient);
                case ADD -> GradientTarget.add(gradient);
            };
        }
    }

    /**
     * A layer or vertex that only DL4J can run.
     *
     * @param flows the flow of the gradient to each input
     */
    record Foreign(String name, List<Integer> inputs, ForeignVertex vertex, List<Join.Flow> flows)
            implements GraphNode {

        /** The foreign vertices of a network, in the order of its nodes. */
        public static List<ForeignVertex> among(List<GraphNode> nodes) {
            return nodes.stream()
                    .map(GraphNode::inner)
                    .filter(Foreign.class::isInstance)
                    .map(node -> ((Foreign) node).vertex())
                    .toList();
        }

        @Override
        public int columns(int[] columns) {
            return vertex.shapes().output().columns();
        }

        @Override
        public int rows(int[] rows) {
            return vertex.shapes().outputRows(rows[inputs.get(0)]);
        }

        @Override
        public boolean perExample() {
            return vertex.perExample();
        }

        @Override
        public void forward(Matrix[] outputs, int self) {
            vertex.forward(inputs.stream().map(i -> outputs[i]).toList(), outputs[self]);
        }

        @Override
        public void backward(Matrix[] outputs, Matrix[] gradients, int self) {
            vertex.backward(gradients[self], Join.targets(inputs, flows, gradients));
        }

        @Override
        public void backwardToInput(Matrix[] outputs, Matrix[] gradients, int self) {
            vertex.requireSlopeInEvaluation();
            backward(outputs, gradients, self);
        }
    }

    /** A concatenation whose inputs are windows into its matrix, so that its passes have nothing to compute. */
    record Concat(String name, List<Integer> inputs) implements GraphNode {
        @Override
        public int columns(int[] columns) {
            return inputs.stream().mapToInt(i -> columns[i]).sum();
        }

        @Override
        public int rows(int[] rows) {
            return rows[inputs.get(0)];
        }
    }

    /** The output layer, whose passes the objective runs. */
    record Objective(String name, int input, ObjectiveOperation operation) implements GraphNode {
        @Override
        public List<Integer> inputs() {
            return List.of(input);
        }

        @Override
        public int columns(int[] columns) {
            return operation.labelColumns(columns[input]);
        }

        @Override
        public int rows(int[] rows) {
            return rows[input];
        }
    }
}
