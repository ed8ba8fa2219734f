package org.vae4j.layers;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.kernel.Matrix;
import org.vae4j.kernel.Nonlinearity;

/** See {@link ActivationBlock}: Y = f(X), and ∂/∂X = ∂/∂Y ⊙ f′. */
final class ActivationBlockImpl extends ParameterlessOperation<ActivationBlock> {

    /** The sums that the kernel makes for a bias, which is not there. */
    private final BatchMemory sums;

    ActivationBlockImpl(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
        sums = new BatchMemory(dataType);
    }

    @Override
    public int outputColumns(int inputColumns) {
        return inputColumns;
    }

    @Override
    public boolean isSmooth() {
        return layerConf().getNonlinearity().isSmooth();
    }

    @Override
    public void forward(Matrix in, Matrix out) {
        kernels.copy(in, out);
        kernels.apply(out, layerConf().getNonlinearity());
    }

    @Override
    public void backward(Matrix in, Matrix out, Matrix outputGradient, GradientTarget inputGradient) {
        Nonlinearity f = layerConf().getNonlinearity();
        kernels.activationGradient(f.needsInput() ? in : out, f, outputGradient, sums.of(1, out.columns()));
        inputGradient.receive(kernels, outputGradient);
    }
}
