package org.vae4j.layers;

import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
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

/** A layer with weights and biases: what DL4J wants of it around its {@link Operation}. */
abstract class BlockImpl<C extends FeedForwardLayer> extends BaseLayer<C> implements Operation {

    final Kernels kernels;
    Matrix weights;
    Matrix bias;
    Matrix weightGradient;
    Matrix biasGradient;
    /** What {@link #activate} returned, for the backward pass of the same iteration. */
    private INDArray output;

    BlockImpl(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
        kernels = Kernels.of(dataType);
    }

    /** Whether DL4J's backward pass is to compute the gradient with respect to the input. */
    abstract boolean givesInputGradient();

    @Override
    public final void setParamTable(Map<String, INDArray> table) {
        super.setParamTable(table);
        weights = Matrix.of(table.get(DefaultParamInitializer.WEIGHT_KEY));
        bias = Matrix.row(table.get(DefaultParamInitializer.BIAS_KEY));
    }

    @Override
    public final void setBackpropGradientsViewArray(INDArray gradients) {
        super.setBackpropGradientsViewArray(gradients);
        weightGradient = Matrix.of(gradientViews.get(DefaultParamInitializer.WEIGHT_KEY));
        biasGradient = Matrix.row(gradientViews.get(DefaultParamInitializer.BIAS_KEY));
    }

    @Override
    public final INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        assertInputSet(false);
        applyDropOutIfNecessary(training, workspaces);
        output = Workspaces.activations(workspaces, dataType, input.size(0), outputColumns(Workspaces.columns(input)));
        forward(Matrix.ofAny(input.castTo(dataType)), Matrix.of(output));
        return output;
    }

    @Override
    public final Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        assertInputSet(true);
        INDArray inputGradient = givesInputGradient()
                ? Workspaces.gradients(workspaces, dataType, input.size(0), Workspaces.columns(input))
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
    public final void clear() {
        super.clear();
        output = null;
    }

    @Override
    public final boolean isPretrainLayer() {
        return false;
    }

    @Override
    public final Layer clone() {
        throw new UnsupportedOperationException("clone the network instead of a layer of it");
    }
}
