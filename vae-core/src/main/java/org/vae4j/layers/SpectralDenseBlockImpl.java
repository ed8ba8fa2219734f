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
 * The passes of {@link SpectralDenseBlock}, Y = f(X·S + 1·bᵀ) with S = cW/σ and σ = ‖uᵀW‖.
 *
 * <p>Let G be the gradient with respect to the argument of f, M = Xᵀ·G that with respect to S, and v = Wᵀu / σ. As
 * ∂σ/∂W = u vᵀ,
 *
 * <pre>
 * ∂/∂W = c/σ M - c/σ² ⟨M, W⟩ u vᵀ,   ∂/∂b = Gᵀ·1,   ∂/∂X = c/σ G·Wᵀ
 * </pre>
 *
 * <p>A backward pass reads v and c/σ of the forward pass before it, and overwrites the gradient with respect to the
 * output. u is constant until {@link #endStep}, and has no gradient.
 */
final class SpectralDenseBlockImpl extends BlockImpl<SpectralDenseBlock> implements StepEnd {

    private PowerIteration iteration;
    private Matrix u;
    private Matrix stateGradient;
    /** v of the last forward pass, as a row. */
    private Matrix v;
    /** c/σ of the last forward pass; 0 for weights of 0. */
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
        iteration.step();
    }

    @Override
    public int outputColumns(int inputColumns) {
        Layers.requireColumns(layerConf(), inputColumns, weights.rows());
        return weights.columns();
    }

    @Override
    public void forward(Matrix in, Matrix out) {
        double sigma = iteration.singularValue(v);
        factor = sigma > 0 ? layerConf().getNorm() / sigma : 0;
        kernels.times(in, weights, out);
        scale(out);
        addBiasAndActivate(out);
    }

    /** Multiplies a matrix by c/σ, in place. */
    private void scale(Matrix matrix) {
        double[] scales = new double[matrix.columns()];
        Arrays.fill(scales, factor);
        kernels.scaleAndShift(matrix, Lines.COLUMNS, scales, new double[scales.length], matrix);
    }

    @Override
    public void backward(Matrix in, Matrix out, Matrix outputGradient, GradientTarget inputGradient) {
        activationGradient(out, outputGradient);
        scale(outputGradient);
        // weightGradient = c/σ M
        kernels.transposedTimes(in, outputGradient, weightGradient);
        double[] products = new double[weights.columns()];
        kernels.products(weightGradient, weights, Lines.COLUMNS, products);
        // -c/σ² ⟨M, W⟩, as the products have the factor c/σ already
        double correction =
                -Arrays.stream(products).sum() * factor / layerConf().getNorm();
        Matrix scaledV = Matrix.allocate(weights.type(), 1, weights.columns());
        kernels.copy(v, scaledV);
        kernels.scaleRows(scaledV, new double[] {correction});
        kernels.transposedTimes(u, scaledV, weightGradient, Accumulate.YES);
        // u lies among the parameters but is not trained.
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
