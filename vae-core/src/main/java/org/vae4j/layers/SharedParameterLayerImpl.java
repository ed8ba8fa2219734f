package org.vae4j.layers;

import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.kernel.Matrix;
import org.vae4j.kernel.Nonlinearity;

/** The passes of {@link SharedParameterLayer}: Y = 1·bᵀ, so ∂/∂b = (∂/∂Y)ᵀ·1, and the input's gradient is 0. */
final class SharedParameterLayerImpl extends OperationLayer<SharedParameterLayer> {

    private Matrix bias;
    private Matrix biasGradient;

    SharedParameterLayerImpl(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
    }

    @Override
    public void setParamTable(Map<String, INDArray> table) {
        super.setParamTable(table);
        bias = Matrix.row(table.get(WeightsAndBias.BIAS));
    }

    @Override
    public void setBackpropGradientsViewArray(INDArray gradients) {
        super.setBackpropGradientsViewArray(gradients);
        biasGradient = Matrix.row(gradientViews.get(WeightsAndBias.BIAS));
    }

    @Override
    public boolean readsInput() {
        return false;
    }

    @Override
    public int outputColumns(int inputColumns) {
        return bias.columns();
    }

    @Override
    public void forward(Matrix in, Matrix out) {
        kernels.fill(out, 0);
        kernels.addBiasAndActivate(out, bias, Nonlinearity.IDENTITY);
    }

    @Override
    public void backward(Matrix in, Matrix out, Matrix outputGradient, GradientTarget inputGradient) {
        kernels.activationGradient(out, Nonlinearity.IDENTITY, outputGradient, biasGradient);
        inputGradient.beginSum(kernels);
    }
}
