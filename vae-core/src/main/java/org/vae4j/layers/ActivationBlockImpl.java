package org.vae4j.layers;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.kernel.Matrix;
import org.vae4j.kernel.Nonlinearity;

/** The passes of {@link ActivationBlock}: Y = f(X), and ∂/∂X = ∂/∂Y ⊙ f′. */
final class ActivationBlockImpl extends ParameterlessOperation<ActivationBlock> {

    /** The kernel's gradient of a bias, which this layer does not have. */
    private final BatchMemory unusedSums;

    ActivationBlockImpl(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
        unusedSums = new BatchMemory(dataType);
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
        kernels.activationGradient(f.needsInput() ? in : out, f, outputGradient, unusedSums.of(1, out.columns()));
        inputGradient.receive(kernels, outputGradient);
    }
}
