package org.vae4j.layers;

import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;
import org.vae4j.kernel.Nonlinearity;

/** See {@link SharedParameterLayer}. */
final class SharedParameterLayerImpl extends BaseLayer<SharedParameterLayer> implements Operation {

    private final Kernels kernels;
    private Matrix bias;
    private Matrix biasGradient;

    SharedParameterLayerImpl(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
        kernels = Kernels.of(dataType);
    }

    @Override
    public void setParamTable(Map<String, INDArray> table) {
        super.setParamTable(table);
        bias = Matrix.row(table.get(SharedParameterInitializer.BIAS));
    }

    @Override
    public void setBackpropGradientsViewArray(INDArray gradients) {
        super.setBackpropGradientsViewArray(gradients);
        biasGradient = Matrix.row(gradientViews.get(SharedParameterInitializer.BIAS));
    }

    @Override
    public int outputColumns(int inputColumns) {
        return bias.columns();
    }

    @Override
    public void forward(Matrix in, Matrix out) {
        kernels.fill(out, 0);
        kernels.addBiasAndActivate(out, bias, Nonlinearity.IDENTITY);
    }

    @Override
    public void backward(
            Matrix in, Matrix out, Matrix outputGradient, Optional<Matrix> inputGradient, boolean accumulate) {
        kernels.activationGradient(out, Nonlinearity.IDENTITY, outputGradient, biasGradient);
        if (!accumulate) {
            inputGradient.ifPresent(gradient -> kernels.fill(gradient, 0));
        }
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        assertInputSet(false);
        INDArray output = Workspaces.activations(workspaces, dataType, input.size(0), bias.columns());
        forward(Matrix.ofAny(input), Matrix.of(output));
        return output;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        assertInputSet(true);
        INDArray inputGradient = Workspaces.gradients(workspaces, dataType, input.size(0), input.size(1));
        Matrix g = Matrix.ofAny(epsilon);
        backward(Matrix.ofAny(input), g, g, Optional.of(Matrix.of(inputGradient)), false);
        Gradient gradient = new DefaultGradient();
        gradient.setGradientFor(SharedParameterInitializer.BIAS, gradientViews.get(SharedParameterInitializer.BIAS));
        return new Pair<>(gradient, inputGradient);
    }

    @Override
    public boolean isPretrainLayer() {
        return false;
    }

    @Override
    public Layer clone() {
        throw new UnsupportedOperationException("clone the network instead of a layer of it");
    }
}
