package org.vae4j.layers;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.kernel.Matrix;
import org.vae4j.kernel.Nonlinearity;

/** See {@link GatedDenseBlock}: keeps [f(X·W + b) | σ(X·V + c)]. */
final class GatedDenseBlockImpl extends BlockImpl<GatedDenseBlock> {

    private final BatchMemory factors;
    private final BatchMemory factorGradients;

    GatedDenseBlockImpl(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
        factors = new BatchMemory(dataType);
        factorGradients = new BatchMemory(dataType);
    }

    private static Matrix values(Matrix both) {
        return both.columns(0, both.columns() / 2);
    }

    private static Matrix gates(Matrix both) {
        return both.columns(both.columns() / 2, both.columns());
    }

    @Override
    public int outputColumns(int inputColumns) {
        Layers.requireColumns(layerConf(), inputColumns, weights.rows());
        return weights.columns() / 2;
    }

    @Override
    public void forward(Matrix in, Matrix out) {
        Matrix both = factors.of(in.rows(), weights.columns());
        kernels.times(in, weights, both);
        kernels.addBiasAndActivate(values(both), values(bias), layerConf().getNonlinearity());
        kernels.addBiasAndActivate(gates(both), gates(bias), Nonlinearity.SIGMOID);
        kernels.multiply(values(both), gates(both), out);
    }

    @Override
    public void backward(Matrix in, Matrix out, Matrix outputGradient, GradientTarget inputGradient) {
        Matrix both = factors.of(in.rows(), weights.columns());
        Matrix gradient = factorGradients.of(in.rows(), weights.columns());
        kernels.multiply(outputGradient, gates(both), values(gradient));
        kernels.multiply(outputGradient, values(both), gates(gradient));
        kernels.activationGradient(values(both), layerConf().getNonlinearity(), values(gradient), values(biasGradient));
        kernels.activationGradient(gates(both), Nonlinearity.SIGMOID, gates(gradient), gates(biasGradient));
        kernels.transposedTimes(in, gradient, weightGradient);
        inputGradient.receiveThrough(kernels, gradient, weights);
    }
}
