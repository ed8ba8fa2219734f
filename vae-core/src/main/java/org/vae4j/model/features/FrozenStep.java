package org.vae4j.model.features;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;
import org.vae4j.layers.GradientTarget;
import org.vae4j.layers.Mode;
import org.vae4j.layers.Operation;
import org.vae4j.model.foreign.ForeignRun;

/**
 * One layer of a frozen network, with the passes that it runs in evaluation. A backward pass belongs to the forward
 * pass before it.
 */
sealed interface FrozenStep {

    /** Computes the output of an input, which is left as it is; the array returned is new. */
    INDArray forward(INDArray input);

    /**
     * Computes the gradient with respect to the last input from the one with respect to its output, which is left as it
     * is; the array returned is new.
     */
    INDArray backward(INDArray gradient);

    /**
     * A layer of this library, whose kernels compute the gradient of the input even in the first layer of a network.
     */
    final class Ours implements FrozenStep {

        private final Operation operation;
        private Matrix input;
        private Matrix output;

        Ours(Operation operation) {
            this.operation = operation;
        }

        @Override
        public INDArray forward(INDArray given) {
            input = Matrix.of(given.dup('f'));
            int rows = operation.outputRows(input.rows());
            output = Matrix.allocate(given.dataType(), rows, operation.outputColumns(input.columns()));
            operation.forward(input, output);
            // The backward pass reads the output, so the caller gets a copy.
            return output.array().dup('f');
        }

        @Override
        public INDArray backward(INDArray given) {
            Matrix gradient = Matrix.allocate(given.dataType(), input.rows(), input.columns());
            Kernels.of(given.dataType()).fill(gradient, 0);
            operation.backwardToInput(input, output, Matrix.of(given.dup('f')), GradientTarget.overwrite(gradient));
            return gradient.array();
        }
    }

    /** A layer or vertex that DL4J runs. It may change its input and reuse its output, so both are copied. */
    final class Foreign implements FrozenStep {

        private final ForeignRun run;
        private int examples;

        Foreign(ForeignRun run) {
            this.run = run;
        }

        @Override
        public INDArray forward(INDArray given) {
            examples = Math.toIntExact(given.size(0));
            return run.forward(List.of(given.dup()), examples, Mode.EVALUATION).dup();
        }

        @Override
        public INDArray backward(INDArray given) {
            return run.backward(given.dup(), examples).get(0).dup();
        }
    }
}
