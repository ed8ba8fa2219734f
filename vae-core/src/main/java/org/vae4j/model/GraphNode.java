package org.vae4j.model;

import java.util.List;
import java.util.Optional;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;
import org.vae4j.layers.ObjectiveOperation;
import org.vae4j.layers.Operation;

/** One vertex of a compiled network. Inputs are positions in the list of nodes, always before the node itself. */
sealed interface GraphNode {

    String name();

    List<Integer> inputs();

    /** Number of columns that come out, given those of the nodes before. */
    int columns(int[] columns);

    /** Number of rows that come out, given those of the nodes before; {@code examples} go in. */
    int rows(int[] rows, int examples);

    /** Whether each row that comes out depends on its own example alone. */
    default boolean perExample() {
        return true;
    }

    default void forward(Matrix[] outputs, int self) {}

    default void backward(Matrix[] outputs, Matrix[] gradients, int self) {}

    /** The backward pass without regard to parameters. */
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

        @Override
        public int rows(int[] rows, int examples) {
            return examples;
        }
    }

    /**
     * A layer.
     *
     * @param wantsInputGradient false where the input is data
     * @param accumulates whether another node has written the gradient of the input before, in a backward pass
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
        public int rows(int[] rows, int examples) {
            return operation.copies() * rows[input];
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
            operation.backward(
                    outputs[input],
                    outputs[self],
                    gradients[self],
                    wantsInputGradient ? Optional.of(gradients[input]) : Optional.empty(),
                    accumulates);
        }

        @Override
        public void backwardToInput(Matrix[] outputs, Matrix[] gradients, int self) {
            operation.backwardToInput(outputs[input], outputs[self], gradients[self], gradients[input], accumulates);
        }
    }

    /** Parts that are windows into one matrix: nothing to do. */
    record Concat(String name, List<Integer> inputs) implements GraphNode {
        @Override
        public int columns(int[] columns) {
            return inputs.stream().mapToInt(i -> columns[i]).sum();
        }

        @Override
        public int rows(int[] rows, int examples) {
            return rows[inputs.get(0)];
        }
    }

    /**
     * The sum of several nodes of one size.
     *
     * @param accumulates for each input, whether another node has written its gradient before, in a backward pass
     */
    record Sum(String name, List<Integer> inputs, List<Boolean> accumulates, Kernels kernels) implements GraphNode {
        @Override
        public int columns(int[] columns) {
            return columns[inputs.get(0)];
        }

        @Override
        public int rows(int[] rows, int examples) {
            return rows[inputs.get(0)];
        }

        @Override
        public void forward(Matrix[] outputs, int self) {
            kernels.copy(outputs[inputs.get(0)], outputs[self]);
            for (int input : inputs.subList(1, inputs.size())) {
                kernels.add(outputs[input], outputs[self]);
            }
        }

        @Override
        public void backward(Matrix[] outputs, Matrix[] gradients, int self) {
            for (int i = 0; i < inputs.size(); i++) {
                Matrix target = gradients[inputs.get(i)];
                if (accumulates.get(i)) {
                    kernels.add(gradients[self], target);
                } else if (target != null) {
                    kernels.copy(gradients[self], target);
                }
            }
        }

        @Override
        public void backwardToInput(Matrix[] outputs, Matrix[] gradients, int self) {
            backward(outputs, gradients, self);
        }
    }

    /** The output layer. */
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
        public int rows(int[] rows, int examples) {
            return rows[input];
        }
    }
}
