package org.vae4j.layers;

import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.kernel.Matrix;

/** The passes of {@link SumVertex}: Y = X₁ + X₂ + …, so ∂/∂Xᵢ = ∂/∂Y. */
@SuppressWarnings("overrides") // DL4J's own setInputs
final class SumVertexImpl extends JoinVertexImpl {

    SumVertexImpl(ComputationGraph graph, String name, int index, DataType type) {
        super(graph, name, index, type);
    }

    @Override
    public int outputColumns(int[] inputColumns) {
        return inputColumns[0];
    }

    @Override
    public void forward(List<Matrix> inputs, Matrix output) {
        kernels.copy(inputs.get(0), output);
        for (Matrix input : inputs.subList(1, inputs.size())) {
            kernels.add(input, output);
        }
    }

    @Override
    public void backward(List<Matrix> inputs, Matrix output, Matrix outputGradient, List<GradientTarget> targets) {
        targets.forEach(target -> target.receive(kernels, outputGradient));
    }
}
