package org.vae4j.layers;

import java.util.Arrays;
import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.kernel.Accumulate;
import org.vae4j.kernel.Lines;
import org.vae4j.kernel.Matrix;

/**
 * The passes of {@link SpectralDenseBlock}, y = f(x · cW/σ + b) with σ = ‖uᵀW‖. A backward pass uses what the forward
 * pass before it left; u stands still until {@link #endStep}.
 */
final class SpectralDenseBlockImpl extends BlockImpl<SpectralDenseBlock> implements StepEnd {

    private PowerIteration iteration;
    private Matrix u;
    private Matrix stateGradient;
    /** uᵀW / σ of the last forward pass. */
    private Matrix v;

    /** c / σ of the last forward pass; 0 for weights of 0. */
    private double factor;

    SpectralDenseBlockImpl(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
    }

    @Override
    void parametersAreSet(Map<String, INDArray> table) {
        u = Matrix.row(table.get(WeightsAndBias.STATE));
        v = Matrix.allocate(weights.type(), 1, weights.columns());
        iteration = new PowerIteration(weights, u);
    }

    @Override
    void gradientsAreSet(Map<String, INDArray> views) {
        stateGradient = Matrix.row(views.get(WeightsAndBias.STATE));
    }

    @Override
    public void endStep() {
        iteration.move();
    }

    @Override
    public int outputColumns(int inputColumns) {
        Layers.requireColumns(layerConf(), inputColumns, weights.rows());
        return weights.columns();
    }

    @Override
    public void forward(Matrix in, Matrix out) {
        double sigma = iteration.normInto(v);
        factor = sigma > 0 ? layerConf().getNorm() / sigma : 0;
        kernels.times(in, weights, out);
        scale(out);
        addBiasAndActivate(out);
    }

    private void scale(Matrix matrix) {
        double[] scales = new double[matrix.columns()];
        Arrays.fill(scales, factor);
        kernels.scaleAndShift(matrix, Lines.COLUMNS, scales, new double[scales.length], matrix);
    }

    /**
     * With S = cW/σ and M = ∂L/∂S, the gradient by W is c/σ M - c/σ² ⟨M, W⟩ u vᵀ. The gradient by the output is
     * overwritten.
     */
    @Override
    public void backward(Matrix in, Matrix out, Matrix outputGradient, GradientTarget inputGradient) {
        activationGradient(out, outputGradient);
        scale(outputGradient);
        kernels.transposedTimes(in, outputGradient, weightGradient);
        double[] products = new double[weights.columns()];
        kernels.products(weightGradient, weights, Lines.COLUMNS, products);
        double correction =
                -Arrays.stream(products).sum() * factor / layerConf().getNorm();
        Matrix direction = Matrix.allocate(weights.type(), 1, weights.columns());
        kernels.copy(v, direction);
        kernels.scaleRows(direction, new double[] {correction});
        kernels.transposedTimes(u, direction, weightGradient, Accumulate.YES);
        // u is stored as a parameter, and not trained.
        kernels.fill(stateGradient, 0);
        inputGradient.receiveThrough(kernels, outputGradient, weights);
    }

    @Override
    public void backwardToInput(Matrix in, Matrix out, Matrix outputGradient, GradientTarget inputGradient) {
        activationGradient(out, outputGradient);
        scale(outputGradient);
        inputGradient.receiveThrough(kernels, outputGradient, weights);
    }
}
