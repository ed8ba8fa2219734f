package org.vae4j.layers;

import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.kernel.Matrix;

/** The passes of {@link ParameterRowsLayer}: Y = W, so ∂/∂W = ∂/∂Y, and the input's gradient is 0. */
final class ParameterRowsLayerImpl extends OperationLayer<ParameterRowsLayer> {

    private Matrix values;
    private Matrix valueGradient;

    ParameterRowsLayerImpl(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
    }

    @Override
    public void setParamTable(Map<String, INDArray> table) {
        super.setParamTable(table);
        values = Matrix.of(table.get(WeightsAndBias.WEIGHTS));
    }

    @Override
    public void setBackpropGradientsViewArray(INDArray gradients) {
        super.setBackpropGradientsViewArray(gradients);
        valueGradient = Matrix.of(gradientViews.get(WeightsAndBias.WEIGHTS));
    }

    @Override
    public boolean readsInput() {
        return false;
    }

    @Override
    public int outputColumns(int inputColumns) {
        return values.columns();
    }

    @Override
    public int outputRows(int inputRows) {
        return values.rows();
    }

    @Override
    public void forward(Matrix in, Matrix out) {
        kernels.copy(values, out);
    }

    @Override
    public void backward(Matrix in, Matrix out, Matrix outputGradient, GradientTarget inputGradient) {
        kernels.copy(outputGradient, valueGradient);
        inputGradient.beginSum(kernels);
    }
}
