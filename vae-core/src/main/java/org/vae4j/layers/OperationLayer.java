package org.vae4j.layers;

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

/**
 * A layer with parameters: adapts its {@link Operation} to DL4J's methods and workspaces.
 *
 * @param <C> its configuration
 */
abstract class OperationLayer<C extends ParameterisedLayer> extends BaseLayer<C> implements Operation {

    final Kernels kernels;
    /** The result of the last {@link #activate}, for the backward pass of the same iteration. */
    private INDArray output;

    OperationLayer(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
        kernels = Kernels.of(dataType);
    }

    /** Whether DL4J's backward pass computes the gradient with respect to the input. */
    boolean givesInputGradient() {
        return true;
    }

    @Override
    public final INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        assertInputSet(false);
        if (this instanceof ModeDriven driven) {
            driven.use(training ? Mode.TRAINING : Mode.EVALUATION);
        }
        applyDropOutIfNecessary(training, workspaces);
        output = Workspaces.activations(
                workspaces,
                dataType,
                outputRows(Math.toIntExact(input.size(0))),
                outputColumns(Workspaces.columns(input)));
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
                inputGradient == null ? GradientTarget.NONE : GradientTarget.overwrite(Matrix.of(inputGradient)));
        Gradient gradient = new DefaultGradient();
        gradientViews.forEach(gradient::setGradientFor);
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
