package org.vae4j.layers;

import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.kernel.Matrix;

/** The passes of {@link PathWeightVertex}: Y = X, and row r of ∂/∂X is w(r) times row r of ∂/∂Y. */
@SuppressWarnings("overrides") // DL4J's own setInputs
final class PathWeightVertexImpl extends PlainVertexImpl implements Operation {

    PathWeightVertexImpl(ComputationGraph graph, String name, int index, DataType type) {
        super(graph, name, index, type);
    }

    @Override
    public int outputColumns(int inputColumns) {
        return inputColumns;
    }

    @Override
    public void forward(Matrix in, Matrix out) {
        kernels.copy(in, out);
    }

    @Override
    public void backward(Matrix in, Matrix out, Matrix outputGradient, GradientTarget inputGradient) {
        if (!inputGradient.isWanted()) {
            return;
        }
        kernels.scaleRows(outputGradient, pathWeights(outputGradient.rows()));
        inputGradient.receive(kernels, outputGradient);
    }

    /** The weights w, which the objective has computed earlier in the same backward pass. */
    private double[] pathWeights(int rows) {
        if (!(graph.getOutputLayer(0) instanceof ObjectiveOperation objective)) {
            throw new IllegalStateException("vertex \"" + getVertexName() + "\": found a network without an objective"
                    + " of this library, expected one: end it with a VariationalOutputLayer");
        }
        double[] weights = objective.batch().pathWeights();
        if (weights.length != rows) {
            throw new IllegalStateException("vertex \"" + getVertexName() + "\": found " + rows
                    + " rows, expected those of the objective, " + weights.length);
        }
        return weights;
    }

    @Override
    public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
        INDArray output =
                Workspaces.activations(workspaces, dataType, inputs[0].size(0), Workspaces.columns(inputs[0]));
        forward(Matrix.ofAny(inputs[0].castTo(dataType)), Matrix.of(output));
        return output;
    }

    @Override
    public Pair<Gradient, INDArray[]> doBackward(boolean truncated, LayerWorkspaceMgr workspaces) {
        INDArray gradient = Workspaces.gradients(workspaces, dataType, epsilon.size(0), epsilon.size(1));
        Matrix target = Matrix.of(gradient);
        kernels.copy(Matrix.ofAny(epsilon), target);
        kernels.scaleRows(target, pathWeights(target.rows()));
        return new Pair<>(null, new INDArray[] {gradient});
    }
}
