package org.vae4j.layers;

import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.kernel.Matrix;
import org.vae4j.kernel.Nonlinearity;

/** A {@link Block}: its weights and biases as matrices. */
abstract class BlockImpl<C extends Block> extends OperationLayer<C> {

    Matrix weights;
    Matrix bias;
    Matrix weightGradient;
    Matrix biasGradient;
    /** What f was applied to, where its derivative is written in that. */
    private final BatchMemory preActivations;

    BlockImpl(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
        preActivations = new BatchMemory(dataType);
    }

    /** Y = f(Y + 1·bᵀ), in place; one column of Y for each bias. */
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

    /** G = G ⊙ f' in place, and its sums to the biases' gradient, after the forward pass that gave Y. */
    final void activationGradient(Matrix y, Matrix gradient) {
        Nonlinearity f = layerConf().getNonlinearity();
        Matrix kept = f.needsInput() ? preActivations.of(y.rows(), y.columns()) : y;
        kernels.activationGradient(kept, f, gradient, biasGradient);
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

    /** Called when the layer has its parameters. */
    void parametersAreSet(Map<String, INDArray> table) {}

    @Override
    public final void setBackpropGradientsViewArray(INDArray gradients) {
        super.setBackpropGradientsViewArray(gradients);
        weightGradient = Matrix.of(gradientViews.get(WeightsAndBias.WEIGHTS));
        biasGradient = Matrix.row(gradientViews.get(WeightsAndBias.BIAS));
        gradientsAreSet(gradientViews);
    }

    /** Called when the layer has the room for its gradients. */
    void gradientsAreSet(Map<String, INDArray> views) {}
}
