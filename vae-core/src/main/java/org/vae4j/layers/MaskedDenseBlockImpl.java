package org.vae4j.layers;

import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.kernel.Matrix;

/** See {@link MaskedDenseBlock}. */
final class MaskedDenseBlockImpl extends BlockImpl<MaskedDenseBlock> {

    private Matrix mask;
    /** W ⊙ M as of the last forward pass. */
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
        kernels.gemm(in, false, masked, false, false, out);
        addBiasAndActivate(out);
    }

    @Override
    public void backward(
            Matrix in, Matrix out, Matrix outputGradient, Optional<Matrix> inputGradient, boolean accumulate) {
        activationGradient(out, outputGradient);
        kernels.gemm(in, true, outputGradient, false, false, weightGradient);
        kernels.multiply(weightGradient, mask, weightGradient);
        if (inputGradient.isPresent()) {
            kernels.gemm(outputGradient, false, masked, true, accumulate, inputGradient.get());
        }
    }
}
