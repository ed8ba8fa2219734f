package org.vae4j.layers;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.kernel.Matrix;

/**
 * The passes of {@link DenseBlock}, Y = f(X·W + 1·bᵀ). With G = ∂/∂Y ⊙ f′, ∂/∂W = Xᵀ·G, ∂/∂b = Gᵀ·1 and
 * ∂/∂X = G·Wᵀ. G takes the place of ∂/∂Y in memory.
 */
final class DenseBlockImpl extends BlockImpl<DenseBlock> {

    DenseBlockImpl(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
    }

    @Override
    public int outputColumns(int inputColumns) {
        Layers.requireColumns(layerConf(), inputColumns, weights.rows());
        return weights.columns();
    }

    @Override
    public void forward(Matrix in, Matrix out) {
        kernels.times(in, weights, out);
        addBiasAndActivate(out);
    }

    @Override
    public void backward(Matrix in, Matrix out, Matrix outputGradient, GradientTarget inputGradient) {
        activationGradient(out, outputGradient);
        kernels.transposedTimes(in, outputGradient, weightGradient);
        inputGradient.receiveThrough(kernels, outputGradient, weights);
    }

    @Override
    public void backwardToInput(Matrix in, Matrix out, Matrix outputGradient, GradientTarget inputGradient) {
        activationGradient(out, outputGradient);
        inputGradient.receiveThrough(kernels, outputGradient, weights);
    }
}
