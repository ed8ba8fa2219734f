package org.vae4j.layers;

import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.kernel.Matrix;

/** The passes of {@link ConcatVertex}: Y = [X₁ | X₂ | …], so the gradient of each input is that of its columns. */
@SuppressWarnings("overrides") // DL4J's own setInputs
final class ConcatVertexImpl extends PlainVertexImpl {

    ConcatVertexImpl(ComputationGraph graph, String name, int index, DataType type) {
        super(graph, name, index, type);
    }

    @Override
    public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
        int columns = 0;
        for (INDArray input : inputs) {
            columns += Workspaces.columns(input);
        }
        INDArray output = Workspaces.activations(workspaces, dataType, inputs[0].size(0), columns);
        Matrix target = Matrix.of(output);
        int from = 0;
        for (INDArray input : inputs) {
            int to = from + Workspaces.columns(input);
            kernels.copy(Matrix.ofAny(input.castTo(dataType)), target.columns(from, to));
            from = to;
        }
        return output;
    }

    @Override
    public Pair<Gradient, INDArray[]> doBackward(boolean truncated, LayerWorkspaceMgr workspaces) {
        Matrix source = Matrix.ofAny(epsilon);
        INDArray[] gradients = new INDArray[inputs.length];
        int from = 0;
        for (int i = 0; i < inputs.length; i++) {
            int to = from + Workspaces.columns(inputs[i]);
            gradients[i] = Workspaces.gradients(workspaces, dataType, source.rows(), to - from);
            kernels.copy(source.columns(from, to), Matrix.of(gradients[i]));
            from = to;
        }
        return new Pair<>(null, gradients);
    }
}
