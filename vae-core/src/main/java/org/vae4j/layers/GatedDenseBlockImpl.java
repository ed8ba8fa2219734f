package org.vae4j.layers;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.kernel.Matrix;
import org.vae4j.kernel.Nonlinearity;

/**
 * The passes of {@link GatedDenseBlock}, Y = A ⊙ B with the values A = f(X·W + 1·bᵀ) and the gates B = σ(X·V + 1·cᵀ).
 *
 * <p>[A | B] is kept for the backward pass. With G = ∂/∂Y, the gradient with respect to the arguments of f and σ is
 * H = [G ⊙ B ⊙ f′ | G ⊙ A ⊙ B ⊙ (1 - B)]; from it, ∂/∂[W | V] = Xᵀ·H, ∂/∂[b | c] = Hᵀ·1 and ∂/∂X = H·[W | V]ᵀ.
 */
final class GatedDenseBlockImpl extends BlockImpl<GatedDenseBlock> {

    /** [A | B]. */
    private final BatchMemory factors;
    /** H. */
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
