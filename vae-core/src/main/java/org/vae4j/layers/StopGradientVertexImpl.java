package org.vae4j.layers;

import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.kernel.Matrix;

/** The passes of {@link StopGradientVertex}: Y = X, and the input gets no gradient. */
@SuppressWarnings("overrides") // DL4J's own setInputs
final class StopGradientVertexImpl extends JoinVertexImpl {

    StopGradientVertexImpl(ComputationGraph graph, String name, int index, DataType type) {
        super(graph, name, index, type);
    }

    @Override
    public int outputColumns(int[] inputColumns) {
        return inputColumns[0];
    }

    @Override
    public boolean givesGradient(int input) {
        return false;
    }

    @Override
    public void forward(List<Matrix> inputs, Matrix output) {
        kernels.copy(inputs.get(0), output);
    }

    @Override
    public void backward(List<Matrix> inputs, Matrix output, Matrix outputGradient, List<GradientTarget> targets) {
        // The input gets no gradient.
    }
}
