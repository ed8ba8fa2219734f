package org.vae4j.layers;

import org.vae4j.kernel.Accumulate;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.kernel.Matrix;
import org.vae4j.kernel.Nonlinearity;

/** See {@link TiedLinearLayer}. */
final class TiedLinearLayerImpl extends OperationLayer<TiedLinearLayer> {

    private Matrix weights;
    private Optional<Matrix> bias = Optional.empty();
    private Matrix weightGradient;
    private Optional<Matrix> biasGradient = Optional.empty();
    /** X·U and G·U of the batch at hand; remade when the batch size changes. */
    private Optional<Matrix> code = Optional.empty();

    private Optional<Matrix> codeGradient = Optional.empty();

    TiedLinearLayerImpl(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
    }

    @Override
    public void setParamTable(Map<String, INDArray> table) {
        super.setParamTable(table);
        weights = Matrix.of(table.get(WeightsAndBias.WEIGHTS));
        bias = Optional.ofNullable(table.get(WeightsAndBias.BIAS)).map(Matrix::row);
    }

    @Override
    public void setBackpropGradientsViewArray(INDArray gradients) {
        super.setBackpropGradientsViewArray(gradients);
        weightGradient = Matrix.of(gradientViews.get(WeightsAndBias.WEIGHTS));
        biasGradient =
                Optional.ofNullable(gradientViews.get(WeightsAndBias.BIAS)).map(Matrix::row);
    }

    @Override
    public int outputColumns(int inputColumns) {
        Layers.requireColumns(layerConf(), inputColumns, weights.rows());
        return weights.rows();
    }

    @Override
    public void forward(Matrix in, Matrix out) {
        code = sized(code, in.rows());
        kernels.times(in, weights, code.get());
        kernels.timesTransposed(code.get(), weights, out);
        bias.ifPresent(b -> kernels.addBiasAndActivate(out, b, Nonlinearity.IDENTITY));
    }

    @Override
    public void backward(
            Matrix in, Matrix out, Matrix outputGradient, GradientTarget inputGradient) {
        code = sized(code, in.rows());
        codeGradient = sized(codeGradient, in.rows());
        biasGradient.ifPresent(b -> kernels.activationGradient(out, Nonlinearity.IDENTITY, outputGradient, b));
        kernels.times(in, weights, code.get());
        kernels.times(outputGradient, weights, codeGradient.get());
        kernels.transposedTimes(in, codeGradient.get(), weightGradient);
        kernels.transposedTimes(outputGradient, code.get(), weightGradient, Accumulate.YES);
        inputGradient.receiveThrough(kernels, codeGradient.get(), weights);
    }

    private Optional<Matrix> sized(Optional<Matrix> matrix, int rows) {
        return matrix.filter(m -> m.rows() == rows)
                .or(() -> Optional.of(Matrix.allocate(dataType, rows, weights.columns())));
    }
}
