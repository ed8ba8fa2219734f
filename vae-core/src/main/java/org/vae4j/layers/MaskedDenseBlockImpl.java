package org.vae4j.layers;

import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.kernel.Matrix;

/**
 * The passes of {@link MaskedDenseBlock}, Y = f(X·(W ⊙ M) + 1·bᵀ). With G = ∂/∂Y ⊙ f′, ∂/∂W = (Xᵀ·G) ⊙ M,
 * ∂/∂b = Gᵀ·1 and ∂/∂X = G·(W ⊙ M)ᵀ.
 */
final class MaskedDenseBlockImpl extends BlockImpl<MaskedDenseBlock> {

    private Matrix mask;
    /** W ⊙ M of the last forward pass. */
    private Matrix masked;

    MaskedDenseBlockImpl(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
    }

    @Override
    void parametersAreSet(Map<String, INDArray> table) {
        if (mask == null) {
            mask = Matrix.allocate(weights.type(), weights.rows(), weights.columns());
            masked = Matrix.allocate(weights.type(), weights.rows(), weights.columns());
            kernels.write(layerConf().mask(), mask);
        }
    }

    @Override
    public int outputColumns(int inputColumns) {
        Layers.requireColumns(layerConf(), inputColumns, weights.rows());
        return weights.columns();
    }

    @Override
    public void forward(Matrix in, Matrix out) {
        kernels.multiply(weights, mask, masked);
        kernels.times(in, masked, out);
        addBiasAndActivate(out);
    }

    @Override
    public void backward(Matrix in, Matrix out, Matrix outputGradient, GradientTarget inputGradient) {
        activationGradient(out, outputGradient);
        kernels.transposedTimes(in, outputGradient, weightGradient);
        kernels.multiply(weightGradient, mask, weightGradient);
        inputGradient.receiveThrough(kernels, outputGradient, masked);
    }
}
