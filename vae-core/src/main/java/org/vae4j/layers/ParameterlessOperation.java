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

/**
 * A layer without parameters, with one output row per input row: adapts its {@link Operation} to DL4J's methods and
 * workspaces.
 *
 * @param <C> its configuration
 */
abstract class ParameterlessOperation<C extends ParameterlessLayer> extends AbstractLayer<C> implements Operation {

    final Kernels kernels;
    /** The result of the last {@link #activate}, for the backward pass of the same iteration. */
    private INDArray output;

    ParameterlessOperation(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
        kernels = Kernels.of(dataType);
    }

    @Override
    public final INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        assertInputSet(false);
        if (this instanceof ModeDriven driven) {
            driven.use(training ? Mode.TRAINING : Mode.EVALUATION);
        }
        output = Workspaces.activations(workspaces, dataType, input.size(0), outputColumns(Workspaces.columns(input)));
        forward(Matrix.ofAny(input.castTo(dataType)), Matrix.of(output));
        return output;
    }

    @Override
    public final Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        assertInputSet(true);
        INDArray gradient = Workspaces.gradients(workspaces, dataType, input.size(0), input.size(1));
        backward(
                Matrix.ofAny(input.castTo(dataType)),
                Matrix.of(output),
                Matrix.ofAny(epsilon),
                GradientTarget.overwrite(Matrix.of(gradient)));
        return new Pair<>(new DefaultGradient(), gradient);
    }

    @Override
    public final void clear() {
        super.clear();
        output = null;
    }

    @Override
    public final void clearNoiseWeightParams() {
        // No weights.
    }

    @Override
    public final boolean isPretrainLayer() {
        return false;
    }
}
