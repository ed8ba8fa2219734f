package org.vae4j.layers;

import java.util.Arrays;
import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.kernel.Lines;
import org.vae4j.kernel.Matrix;

/**
 * A {@link NormBlock}: standardises lines of a matrix, keeps the result x̂, and scales and shifts it. Images
 * {@code [batch, channels · pixels]} are, value by value, a matrix {@code [batch · pixels, channels]}.
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
    /** One over the standard deviation of each line, as of the last forward pass. */
    private double[] reciprocals = new double[0];

    NormBlockImpl(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
        standardised = new BatchMemory(dataType);
    }

    /** Which lines are standardised. */
    abstract Lines lines();

    /** The values as a matrix whose lines are standardised. */
    abstract Matrix view(Matrix values);

    /** The means of the lines, and their variances. */
    abstract void moments(Matrix view, double[] means, double[] variances);

    /** Whether the last moments were computed from the values, so that a gradient goes through them. */
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

    final Matrix perGroup(Matrix values) {
        int groups = scale.columns();
        return values.reshaped(values.length() / groups, groups);
    }

    private static int count(Matrix view, Lines lines) {
        return lines == Lines.ROWS ? view.rows() : view.columns();
    }

    @Override
    public void forward(Matrix in, Matrix out) {
        Matrix kept = standardised.of(in.rows(), in.columns());
        int count = count(view(in), lines());
        double[] means = new double[count];
        reciprocals = new double[count];
        moments(view(in), means, reciprocals);
        double epsilon = layerConf().getEpsilon();
        Arrays.setAll(reciprocals, i -> 1 / Math.sqrt(reciprocals[i] + epsilon));
        kernels.centreAndScale(view(in), lines(), means, reciprocals, view(kept));
        kernels.read(scale, scales);
        kernels.read(shift, shifts);
        kernels.scaleAndShift(perGroup(kept), Lines.COLUMNS, scales, shifts, perGroup(out));
    }

    @Override
    public void backward(Matrix in, Matrix out, Matrix outputGradient, GradientTarget inputGradient) {
        Matrix kept = standardised.of(in.rows(), in.columns());
        double[] sums = new double[scale.columns()];
        kernels.products(perGroup(outputGradient), perGroup(kept), Lines.COLUMNS, sums);
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
        Matrix g = view(outputGradient);
        if (hasMomentsOfValues()) {
            throughMoments(g, view(standardised.of(in.rows(), in.columns())));
        } else {
            kernels.scaleAndShift(g, lines(), reciprocals, zeros(reciprocals.length), g);
        }
        inputGradient.receive(kernels, outputGradient);
    }

    /** G = (G - mean of G - x̂ · mean of G ⊙ x̂) / standard deviation, line by line. */
    private void throughMoments(Matrix g, Matrix kept) {
        int count = reciprocals.length;
        double values = g.length() / (double) count;
        double[] shares = new double[count];
        double[] means = new double[count];
        kernels.products(g, kept, lines(), shares);
        kernels.sums(g, lines(), means);
        Arrays.setAll(shares, i -> -reciprocals[i] * shares[i] / values);
        Arrays.setAll(means, i -> -reciprocals[i] * means[i] / values);
        kernels.scaleAndShift(g, lines(), reciprocals, means, g);
        kernels.addScaled(kept, lines(), shares, g);
    }

    private double[] zeros(int count) {
        if (zeros.length < count) {
            zeros = new double[count];
        }
        return zeros;
    }
}
