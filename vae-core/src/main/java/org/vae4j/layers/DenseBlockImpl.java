package org.vae4j.layers;

import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;

/** See {@link DenseBlock}. */
final class DenseBlockImpl extends BaseLayer<DenseBlock> implements Operation {

    private final Kernels kernels;
    private Matrix weights;
    private Matrix bias;
    private Matrix weightGradient;
    private Matrix biasGradient;
    /** What {@link #activate} returned, for the backward pass of the same iteration. */
    private INDArray output;

    DenseBlockImpl(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
        kernels = Kernels.of(dataType);
    }

    @Override
    public void setParamTable(Map<String, INDArray> table) {
        super.setParamTable(table);
        weights = Matrix.of(table.get(DefaultParamInitializer.WEIGHT_KEY));
        bias = Matrix.row(table.get(DefaultParamInitializer.BIAS_KEY));
    }

    @Override
    public void setBackpropGradientsViewArray(INDArray gradients) {
        super.setBackpropGradientsViewArray(gradients);
        weightGradient = Matrix.of(gradientViews.get(DefaultParamInitializer.WEIGHT_KEY));
        biasGradient = Matrix.row(gradientViews.get(DefaultParamInitializer.BIAS_KEY));
    }

    @Override
    public int outputColumns(int inputColumns) {
        Layers.requireColumns(layerConf(), inputColumns, weights.rows());
        return weights.columns();
    }

    @Override
    public void forward(Matrix in, Matrix out) {
        kernels.gemm(in, false, weights, false, false, out);
        kernels.addBiasAndActivate(out, bias, layerConf().getNonlinearity());
    }

    @Override
    public void backward(
            Matrix in, Matrix out, Matrix outputGradient, Optional<Matrix> inputGradient, boolean accumulate) {
        kernels.activationGradient(out, layerConf().getNonlinearity(), outputGradient, biasGradient);
        kernels.gemm(in, true, outputGradient, false, false, weightGradient);
        if (inputGradient.isPresent()) {
            kernels.gemm(outputGradient, false, weights, true, accumulate, inputGradient.get());
        }
    }

    @Override
    public void backwardToInput(
            Matrix in, Matrix out, Matrix outputGradient, Matrix inputGradient, boolean accumulate) {
        kernels.activationGradient(out, layerConf().getNonlinearity(), outputGradient, biasGradient);
        kernels.gemm(outputGradient, false, weights, true, accumulate, inputGradient);
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        assertInputSet(false);
        applyDropOutIfNecessary(training, workspaces);
        output = Workspaces.activations(workspaces, dataType, input.size(0), outputColumns(Workspaces.columns(input)));
        forward(Matrix.ofAny(input.castTo(dataType)), Matrix.of(output));
        return output;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        assertInputSet(true);
        INDArray inputGradient = layerConf().isInputGradient()
                ? Workspaces.gradients(workspaces, dataType, input.size(0), weights.rows())
                : null;
        backward(
                Matrix.ofAny(input.castTo(dataType)),
                Matrix.of(output),
                Matrix.ofAny(epsilon),
                Optional.ofNullable(inputGradient).map(Matrix::of),
                false);
        Gradient gradient = new DefaultGradient();
        gradient.setGradientFor(
                DefaultParamInitializer.WEIGHT_KEY, gradientViews.get(DefaultParamInitializer.WEIGHT_KEY));
        gradient.setGradientFor(DefaultParamInitializer.BIAS_KEY, gradientViews.get(DefaultParamInitializer.BIAS_KEY));
        return new Pair<>(gradient, inputGradient == null ? null : backpropDropOutIfPresent(inputGradient));
    }

    @Override
    public void clear() {
        super.clear();
        output = null;
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
