package org.vae4j.layers;

import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.kernel.Accumulate;
import org.vae4j.kernel.Matrix;
import org.vae4j.kernel.Nonlinearity;

/**
 * The passes of {@link TiedLinearLayer}, Y = X·U·Uᵀ + 1·bᵀ. With G = ∂/∂Y, ∂/∂U = Xᵀ·(G·U) + Gᵀ·(X·U), ∂/∂b = Gᵀ·1 and
 * ∂/∂X = (G·U)·Uᵀ.
 */
final class TiedLinearLayerImpl extends OperationLayer<TiedLinearLayer> {

    private Matrix weights;
    private Optional<Matrix> bias = Optional.empty();
    private Matrix weightGradient;
    private Optional<Matrix> biasGradient = Optional.empty();
    /** X·U and G·U of the current batch. */
    private final BatchMemory codes;

    private final BatchMemory codeGradients;

    TiedLinearLayerImpl(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
        codes = new BatchMemory(dataType);
        codeGradients = new BatchMemory(dataType);
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
        Matrix code = codes.of(in.rows(), weights.columns());
        kernels.times(in, weights, code);
        kernels.timesTransposed(code, weights, out);
        bias.ifPresent(b -> kernels.addBiasAndActivate(out, b, Nonlinearity.IDENTITY));
    }

    @Override
    public void backward(Matrix in, Matrix out, Matrix outputGradient, GradientTarget inputGradient) {
        Matrix code = codes.of(in.rows(), weights.columns());
        Matrix codeGradient = codeGradients.of(in.rows(), weights.columns());
        biasGradient.ifPresent(b -> kernels.activationGradient(out, Nonlinearity.IDENTITY, outputGradient, b));
        kernels.times(in, weights, code);
        kernels.times(outputGradient, weights, codeGradient);
        kernels.transposedTimes(in, codeGradient, weightGradient);
        kernels.transposedTimes(outputGradient, code, weightGradient, Accumulate.YES);
        inputGradient.receiveThrough(kernels, codeGradient, weights);
    }
}
