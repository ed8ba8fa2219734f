package org.vae4j.layers;

import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;
import org.vae4j.kernel.Nonlinearity;

/** See {@link TiedLinearLayer}. */
final class TiedLinearLayerImpl extends BaseLayer<TiedLinearLayer> implements Operation {

    private final Kernels kernels;
    private Matrix weights;
    private Optional<Matrix> bias = Optional.empty();
    private Matrix weightGradient;
    private Optional<Matrix> biasGradient = Optional.empty();
    /** X·U and G·U of the batch at hand; remade when the batch size changes. */
    private Optional<Matrix> code = Optional.empty();

    private Optional<Matrix> codeGradient = Optional.empty();
    /** What {@link #activate} returned, for the backward pass of the same iteration. */
    private INDArray output;

    TiedLinearLayerImpl(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
        kernels = Kernels.of(dataType);
    }

    @Override
    public void setParamTable(Map<String, INDArray> table) {
        super.setParamTable(table);
        weights = Matrix.of(table.get(TiedLinearParameters.WEIGHTS));
        bias = Optional.ofNullable(table.get(TiedLinearParameters.BIAS)).map(Matrix::row);
    }

    @Override
    public void setBackpropGradientsViewArray(INDArray gradients) {
        super.setBackpropGradientsViewArray(gradients);
        weightGradient = Matrix.of(gradientViews.get(TiedLinearParameters.WEIGHTS));
        biasGradient = Optional.ofNullable(gradientViews.get(TiedLinearParameters.BIAS))
                .map(Matrix::row);
    }

    @Override
    public int outputColumns(int inputColumns) {
        Layers.requireColumns(layerConf(), inputColumns, weights.rows());
        return weights.rows();
    }

    @Override
    public void forward(Matrix in, Matrix out) {
        code = sized(code, in.rows());
        kernels.gemm(in, false, weights, false, false, code.get());
        kernels.gemm(code.get(), false, weights, true, false, out);
        bias.ifPresent(b -> kernels.addBiasAndActivate(out, b, Nonlinearity.IDENTITY));
    }

    @Override
    public void backward(
            Matrix in, Matrix out, Matrix outputGradient, Optional<Matrix> inputGradient, boolean accumulate) {
        code = sized(code, in.rows());
        codeGradient = sized(codeGradient, in.rows());
        biasGradient.ifPresent(b -> kernels.activationGradient(out, Nonlinearity.IDENTITY, outputGradient, b));
        kernels.gemm(in, false, weights, false, false, code.get());
        kernels.gemm(outputGradient, false, weights, false, false, codeGradient.get());
        kernels.gemm(in, true, codeGradient.get(), false, false, weightGradient);
        kernels.gemm(outputGradient, true, code.get(), false, true, weightGradient);
        inputGradient.ifPresent(g -> kernels.gemm(codeGradient.get(), false, weights, true, accumulate, g));
    }

    private Optional<Matrix> sized(Optional<Matrix> matrix, int rows) {
        return matrix.filter(m -> m.rows() == rows)
                .or(() -> Optional.of(Matrix.allocate(dataType, rows, weights.columns())));
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        assertInputSet(false);
        applyDropOutIfNecessary(training, workspaces);
        output = Workspaces.activations(workspaces, dataType, input.size(0), outputColumns(Workspaces.columns(input)));
        forward(Matrix.ofAny(input.castTo(dataType)), Matrix.of(output));
        return output;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        assertInputSet(true);
        INDArray inputGradient = Workspaces.gradients(workspaces, dataType, input.size(0), weights.rows());
        backward(
                Matrix.ofAny(input.castTo(dataType)),
                Matrix.of(output),
                Matrix.ofAny(epsilon),
                Optional.of(Matrix.of(inputGradient)),
                false);
        Gradient gradient = new DefaultGradient();
        gradientViews.forEach(gradient::setGradientFor);
        return new Pair<>(gradient, backpropDropOutIfPresent(inputGradient));
    }

    @Override
    public void clear() {
        super.clear();
        output = null;
    }

    @Override
    public boolean isPretrainLayer() {
        return false;
    }

    @Override
    public Layer clone() {
        throw new UnsupportedOperationException("clone the network instead of a layer of it");
    }
}
