package org.vae4j.layers;

import java.util.Arrays;
import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.kernel.Lines;
import org.vae4j.kernel.Matrix;

/**
 * The passes of {@link BatchNormBlock}: standardises columns, in training by the moments of the batch, in evaluation by
 * the running moments. {@link NormBlockImpl} says the formulas and their gradients.
 */
final class BatchNormBlockImpl extends NormBlockImpl<BatchNormBlock> implements ModeDriven {

    private Mode mode = Mode.EVALUATION;
    private Mode modeOfLastForward = Mode.EVALUATION;

    private Matrix runningMean;
    private Matrix runningVariance;
    private Matrix stateGradient;
    /** The moments of the last forward pass, of which {@link #finishStep} makes the next running ones. */
    private double[] means = new double[0];

    private double[] variances = new double[0];

    BatchNormBlockImpl(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
    }

    @Override
    public void use(Mode newMode) {
        mode = newMode;
    }

    @Override
    public boolean perExample() {
        return false;
    }

    @Override
    Lines lines() {
        return Lines.COLUMNS;
    }

    @Override
    Matrix view(Matrix values) {
        return perGroup(values);
    }

    @Override
    boolean hasMomentsOfValues() {
        return modeOfLastForward == Mode.TRAINING;
    }

    @Override
    public void setParamTable(Map<String, INDArray> table) {
        super.setParamTable(table);
        runningMean = Matrix.row(table.get(NormParameters.MEAN));
        runningVariance = Matrix.row(table.get(NormParameters.VARIANCE));
        means = new double[runningMean.columns()];
        variances = new double[runningMean.columns()];
    }

    @Override
    public void setBackpropGradientsViewArray(INDArray gradients) {
        super.setBackpropGradientsViewArray(gradients);
        Matrix all = Matrix.row(gradients);
        stateGradient = all.columns(all.columns() / 2, all.columns());
    }

    @Override
    void moments(Matrix view, double[] targetMeans, double[] targetVariances) {
        modeOfLastForward = mode;
        if (mode == Mode.TRAINING) {
            kernels.moments(view, Lines.COLUMNS, means, variances);
        } else {
            kernels.read(runningMean, means);
            kernels.read(runningVariance, variances);
        }
        System.arraycopy(means, 0, targetMeans, 0, means.length);
        System.arraycopy(variances, 0, targetVariances, 0, variances.length);
    }

    /** Moves the running moments. No updater moves them, so their gradient is 0. */
    @Override
    void finishStep() {
        kernels.fill(stateGradient, 0);
        if (modeOfLastForward == Mode.TRAINING) {
            average(runningMean, means);
            average(runningVariance, variances);
        }
    }

    /** running = decay · running + (1 - decay) · batch. */
    private void average(Matrix running, double[] batch) {
        double decay = layerConf().getDecay();
        double[] values = new double[batch.length];
        kernels.read(running, values);
        Arrays.setAll(values, i -> decay * values[i] + (1 - decay) * batch[i]);
        kernels.write(values, running);
    }
}
