package org.vae4j.layers;

import java.util.Optional;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.kernel.Matrix;

/** See {@link DenseBlock}. */
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
        kernels.gemm(in, false, weights, false, false, out);
        addBiasAndActivate(out);
    }

    @Override
    public void backward(
            Matrix in, Matrix out, Matrix outputGradient, Optional<Matrix> inputGradient, boolean accumulate) {
        activationGradient(out, outputGradient);
        kernels.gemm(in, true, outputGradient, false, false, weightGradient);
        if (inputGradient.isPresent()) {
            kernels.gemm(outputGradient, false, weights, true, accumulate, inputGradient.get());
        }
    }

    @Override
    public void backwardToInput(
            Matrix in, Matrix out, Matrix outputGradient, Matrix inputGradient, boolean accumulate) {
        activationGradient(out, outputGradient);
        kernels.gemm(outputGradient, false, weights, true, accumulate, inputGradient);
    }
}
