package org.vae4j.layers;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.AbstractLayer;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;

/** The passes of {@link RepeatLayer}: stacks copies of the batch, and adds up the gradients of the copies. */
final class RepeatLayerImpl extends AbstractLayer<RepeatLayer> implements Operation {

    private final Kernels kernels;

    RepeatLayerImpl(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
        kernels = Kernels.of(dataType);
    }

    @Override
    public int outputColumns(int inputColumns) {
        return inputColumns;
    }

    @Override
    public int outputRows(int inputRows) {
        return layerConf().getCopies() * inputRows;
    }

    @Override
    public void forward(Matrix in, Matrix out) {
        kernels.repeatRows(in, out);
    }

    @Override
    public void backward(Matrix in, Matrix out, Matrix outputGradient, GradientTarget inputGradient) {
        if (inputGradient.isWanted()) {
            kernels.sumRepeatedRows(outputGradient, inputGradient.matrix(), inputGradient.accumulate());
        }
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        assertInputSet(false);
        INDArray output = Workspaces.activations(
                workspaces, dataType, outputRows(Math.toIntExact(input.size(0))), Workspaces.columns(input));
        forward(Matrix.ofAny(input.castTo(dataType)), Matrix.of(output));
        return output;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        assertInputSet(true);
        INDArray gradient = Workspaces.gradients(workspaces, dataType, input.size(0), input.size(1));
        Matrix repeated = Matrix.ofAny(epsilon);
        backward(Matrix.ofAny(input), repeated, repeated, GradientTarget.overwrite(Matrix.of(gradient)));
        return new Pair<>(new DefaultGradient(), gradient);
    }

    @Override
    public void clearNoiseWeightParams() {
        // No weights.
    }

    @Override
    public boolean isPretrainLayer() {
        return false;
    }
}
