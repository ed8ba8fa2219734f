package org.vae4j.layers;

import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.kernel.Matrix;

/**
 * The passes of {@link AppendRowsVertex}: copies the rows of the first input above those of the second, and gives each
 * input the gradient of its own rows.
 */
@SuppressWarnings("overrides") // DL4J's own setInputs
final class AppendRowsVertexImpl extends JoinVertexImpl {

    AppendRowsVertexImpl(ComputationGraph graph, String name, int index, DataType type) {
        super(graph, name, index, type);
    }

    @Override
    public int outputColumns(int[] inputColumns) {
        return inputColumns[0];
    }

    @Override
    public int outputRows(int[] inputRows) {
        return inputRows[0] + inputRows[1];
    }

    @Override
    public void forward(List<Matrix> inputs, Matrix output) {
        int above = inputs.get(0).rows();
        kernels.copy(inputs.get(0), output.rows(0, above));
        kernels.copy(inputs.get(1), output.rows(above, inputs.get(1).rows()));
    }

    @Override
    public void backward(List<Matrix> inputs, Matrix output, Matrix outputGradient, List<GradientTarget> targets) {
        int from = 0;
        for (int i = 0; i < inputs.size(); i++) {
            Matrix input = inputs.get(i);
            if (targets.get(i).isWanted()) {
                Matrix part = Matrix.allocate(dataType, input.rows(), input.columns());
                kernels.copy(outputGradient.rows(from, input.rows()), part);
                targets.get(i).receive(kernels, part);
            }
            from += input.rows();
        }
    }
}
