package org.vae4j.model.features;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;
import org.vae4j.layers.GradientTarget;
import org.vae4j.layers.Mode;
import org.vae4j.layers.Operation;
import org.vae4j.model.foreign.ForeignRun;

/** One layer of a frozen network: its passes in evaluation, the second of which is behind the first. */
sealed interface FrozenStep {

    /** What comes out, in an array that is the caller's. */
    INDArray forward(INDArray input);

    /** The gradient with respect to the input, in an array that is the caller's. */
    INDArray backward(INDArray gradient);

    /** A layer of this library, which gives its input's gradient also where its network takes the input for data. */
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

    /** A layer or vertex that DL4J runs. */
    record Foreign(ForeignRun run, int[] examples) implements FrozenStep {

        @Override
        public INDArray forward(INDArray given) {
            examples[0] = Math.toIntExact(given.size(0));
            return run.forward(List.of(given.dup()), examples[0], Mode.EVALUATION)
                    .dup();
        }

        @Override
        public INDArray backward(INDArray given) {
            return run.backward(given.dup(), examples[0]).get(0).dup();
        }
    }
}
