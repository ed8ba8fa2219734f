package org.vae4j.layers;

import java.util.Arrays;
import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.kernel.Lines;
import org.vae4j.kernel.Matrix;

/**
 * The passes of a {@link NormBlock}: with the mean m and the variance v of each line of n values, and s = √(v + ε),
 *
 * <pre>
 * x̂ = (x - m) / s,   y = γ x̂ + β
 * </pre>
 *
 * <p>A line is a row or a column, as {@link #lines} says. With g = ∂/∂y and ĝ = γ g,
 *
 * <pre>
 * ∂/∂γ = Σ g x̂,   ∂/∂β = Σ g            (sums over all values that share γ and β)
 * ∂/∂x = (ĝ - mean(ĝ) - x̂ mean(ĝ x̂)) / s    where m and v are moments of the line's own values
 * ∂/∂x = ĝ / s                              where they are constants, such as running moments
 * </pre>
 *
 * <p>Images {@code [batch, channels · pixels]} are, value by value, a matrix {@code [batch · pixels, channels]}. Both
 * backward passes overwrite the gradient with respect to the output.
 */
abstract class NormBlockImpl<C extends NormBlock> extends OperationLayer<C> {

    private final BatchMemory standardised;
    private Matrix scale;
    private Matrix shift;
    private Matrix scaleGradient;
    private Matrix shiftGradient;
    private double[] scales = new double[0];
    private double[] shifts;
    private double[] zeros = new double[0];
    /** 1 / s of each line in the last forward pass. */
    private double[] reciprocals = new double[0];

    NormBlockImpl(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
        standardised = new BatchMemory(dataType);
    }

    /** Whether rows or columns of {@link #view} are standardised. */
    abstract Lines lines();

    /** The values, reshaped so that each line is standardised as a whole. */
    abstract Matrix view(Matrix values);

    /** Writes the mean and the variance of each line into the arrays. */
    abstract void moments(Matrix view, double[] means, double[] variances);

    /** Whether the last moments were computed from the values, so that the gradient passes through them. */
    abstract boolean hasMomentsOfValues();

    /** Called at the end of a backward pass that belongs to a step of training. */
    void finishStep() {}

    @Override
    public void setParamTable(Map<String, INDArray> table) {
        super.setParamTable(table);
        scale = Matrix.row(table.get(NormParameters.SCALE));
        shift = Matrix.row(table.get(NormParameters.SHIFT));
        scales = new double[scale.columns()];
        shifts = new double[scale.columns()];
    }

    @Override
    public void setBackpropGradientsViewArray(INDArray gradients) {
        super.setBackpropGradientsViewArray(gradients);
        scaleGradient = Matrix.row(gradientViews.get(NormParameters.SCALE));
        shiftGradient = Matrix.row(gradientViews.get(NormParameters.SHIFT));
    }

    @Override
    public int outputColumns(int inputColumns) {
        Layers.requireColumns(
                layerConf(), inputColumns, Math.toIntExact(layerConf().getNIn()));
        return inputColumns;
    }

    /** The values with one column per γ and β. */
    final Matrix perGroup(Matrix values) {
        int groups = scale.columns();
        return values.reshaped(values.length() / groups, groups);
    }

    private int lineCount(Matrix view) {
        return lines() == Lines.ROWS ? view.rows() : view.columns();
    }

    @Override
    public void forward(Matrix in, Matrix out) {
        Matrix xHat = standardised.of(in.rows(), in.columns());
        int count = lineCount(view(in));
        double[] means = new double[count];
        double[] variances = new double[count];
        moments(view(in), means, variances);
        double epsilon = layerConf().getEpsilon();
        reciprocals = new double[count];
        Arrays.setAll(reciprocals, i -> 1 / Math.sqrt(variances[i] + epsilon));
        kernels.centreAndScale(view(in), lines(), means, reciprocals, view(xHat));
        kernels.read(scale, scales);
        kernels.read(shift, shifts);
        kernels.scaleAndShift(perGroup(xHat), Lines.COLUMNS, scales, shifts, perGroup(out));
    }

    @Override
    public void backward(Matrix in, Matrix out, Matrix outputGradient, GradientTarget inputGradient) {
        Matrix xHat = standardised.of(in.rows(), in.columns());
        double[] sums = new double[scale.columns()];
        kernels.products(perGroup(outputGradient), perGroup(xHat), Lines.COLUMNS, sums);
        kernels.write(sums, scaleGradient);
        kernels.sums(perGroup(outputGradient), Lines.COLUMNS, sums);
        kernels.write(sums, shiftGradient);
        if (inputGradient.isWanted()) {
            backwardToInput(in, out, outputGradient, inputGradient);
        }
        finishStep();
    }

    @Override
    public void backwardToInput(Matrix in, Matrix out, Matrix outputGradient, GradientTarget inputGradient) {
        kernels.scaleAndShift(
                perGroup(outputGradient), Lines.COLUMNS, scales, zeros(scale.columns()), perGroup(outputGradient));
        Matrix gHat = view(outputGradient);
        if (hasMomentsOfValues()) {
            backwardThroughMoments(gHat, view(standardised.of(in.rows(), in.columns())));
        } else {
            kernels.scaleAndShift(gHat, lines(), reciprocals, zeros(reciprocals.length), gHat);
        }
        inputGradient.receive(kernels, outputGradient);
    }

    /** Replaces ĝ by (ĝ - mean(ĝ) - x̂ mean(ĝ x̂)) / s, line by line. */
    private void backwardThroughMoments(Matrix gHat, Matrix xHat) {
        int count = reciprocals.length;
        double n = gHat.length() / (double) count;
        double[] productSums = new double[count];
        double[] sums = new double[count];
        kernels.products(gHat, xHat, lines(), productSums);
        kernels.sums(gHat, lines(), sums);
        double[] factors = new double[count];
        double[] shiftsOfLines = new double[count];
        Arrays.setAll(factors, i -> -reciprocals[i] * productSums[i] / n);
        Arrays.setAll(shiftsOfLines, i -> -reciprocals[i] * sums[i] / n);
        kernels.scaleAndShift(gHat, lines(), reciprocals, shiftsOfLines, gHat);
        kernels.addScaled(xHat, lines(), factors, gHat);
    }

    /** At least as many zeros, in memory that is reused. */
    private double[] zeros(int count) {
        if (zeros.length < count) {
            zeros = new double[count];
        }
        return zeros;
    }
}
