package org.vae4j.layers;

import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.kernel.Matrix;
import org.vae4j.kernel.Nonlinearity;

/**
 * The implementation of a {@link Block}: holds its weights, biases and their gradients as matrices, and applies bias
 * and nonlinearity.
 */
abstract class BlockImpl<C extends Block> extends OperationLayer<C> {

    Matrix weights;
    Matrix bias;
    Matrix weightGradient;
    Matrix biasGradient;
    /** The arguments of f, for functions whose derivative cannot be computed from their value. */
    private final BatchMemory preActivations;

    BlockImpl(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
        preActivations = new BatchMemory(dataType);
    }

    /** Y = f(Y + 1·bᵀ), in place; Y has one column per bias. */
    final void addBiasAndActivate(Matrix y) {
        Nonlinearity f = layerConf().getNonlinearity();
        if (f.needsInput()) {
            kernels.addBiasAndActivate(y, bias, Nonlinearity.IDENTITY);
            kernels.copy(y, preActivations.of(y.rows(), y.columns()));
            kernels.apply(y, f);
        } else {
            kernels.addBiasAndActivate(y, bias, f);
        }
    }

    /** G = ∂/∂Y ⊙ f′, in place, and Gᵀ·1 into the biases' gradient; follows the forward pass that gave Y. */
    final void activationGradient(Matrix y, Matrix gradient) {
        Nonlinearity f = layerConf().getNonlinearity();
        Matrix argument = f.needsInput() ? preActivations.of(y.rows(), y.columns()) : y;
        kernels.activationGradient(argument, f, gradient, biasGradient);
    }

    @Override
    public boolean isSmooth() {
        return layerConf().getNonlinearity().isSmooth();
    }

    @Override
    final boolean givesInputGradient() {
        return layerConf().isInputGradient();
    }

    @Override
    public final void setParamTable(Map<String, INDArray> table) {
        super.setParamTable(table);
        weights = Matrix.of(table.get(WeightsAndBias.WEIGHTS));
        bias = Matrix.row(table.get(WeightsAndBias.BIAS));
        parametersAreSet(table);
    }

    /** Called after the parameters were set; does nothing unless overridden. */
    void parametersAreSet(Map<String, INDArray> table) {}

    @Override
    public final void setBackpropGradientsViewArray(INDArray gradients) {
        super.setBackpropGradientsViewArray(gradients);
        weightGradient = Matrix.of(gradientViews.get(WeightsAndBias.WEIGHTS));
        biasGradient = Matrix.row(gradientViews.get(WeightsAndBias.BIAS));
        gradientsAreSet(gradientViews);
    }

    /** Called after the views of the gradients were set; does nothing unless overridden. */
    void gradientsAreSet(Map<String, INDArray> views) {}
}
