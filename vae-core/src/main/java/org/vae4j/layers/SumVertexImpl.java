package org.vae4j.layers;

import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.kernel.Matrix;

/** See {@link SumVertex}. */
@SuppressWarnings("overrides") // DL4J's own setInputs
final class SumVertexImpl extends PlainVertexImpl {

    SumVertexImpl(ComputationGraph graph, String name, int index, DataType type) {
        super(graph, name, index, type);
    }

    @Override
    public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
        INDArray output =
                Workspaces.activations(workspaces, dataType, inputs[0].size(0), Workspaces.columns(inputs[0]));
        kernels.copy(Matrix.ofAny(inputs[0].castTo(dataType)), Matrix.of(output));
        for (int i = 1; i < inputs.length; i++) {
            kernels.add(Matrix.ofAny(inputs[i].castTo(dataType)), Matrix.of(output));
        }
        return output;
    }

    @Override
    public Pair<Gradient, INDArray[]> doBackward(boolean truncated, LayerWorkspaceMgr workspaces) {
        Matrix source = Matrix.ofAny(epsilon);
        INDArray[] gradients = new INDArray[inputs.length];
        for (int i = 0; i < inputs.length; i++) {
            gradients[i] = Workspaces.gradients(workspaces, dataType, source.rows(), source.columns());
            kernels.copy(source, Matrix.of(gradients[i]));
        }
        return new Pair<>(null, gradients);
    }
}
