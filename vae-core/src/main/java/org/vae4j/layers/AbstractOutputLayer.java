package org.vae4j.layers;

import java.util.List;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.layers.AbstractLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

/** Implements DL4J's contract of an output layer for autoencoders, and refuses its methods for classification. */
abstract class AbstractOutputLayer<C extends org.deeplearning4j.nn.conf.layers.Layer> extends AbstractLayer<C>
        implements IOutputLayer {

    protected INDArray labels;

    AbstractOutputLayer(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
    }

    /**
     * Evaluates the objective.
     *
     * @param inputGradient as the input: overwritten with the gradient of the objective, summed over the examples
     * @return the mean of the objective over the examples, nats
     */
    protected abstract double evaluate(INDArray inputGradient);

    /** The objective of each example, nats. */
    protected abstract double[] objectivePerExample();

    @Override
    public double computeScore(double regularisation, boolean training, LayerWorkspaceMgr workspaces) {
        requireLabels();
        return evaluate(Nd4j.createUninitialized(dataType, input.shape(), 'f')) + regularisation;
    }

    @Override
    public INDArray computeScoreForExamples(double regularisation, LayerWorkspaceMgr workspaces) {
        requireLabels();
        INDArray scores =
                Nd4j.createFromArray(objectivePerExample()).addi(regularisation).reshape(-1, 1);
        return workspaces.leverageTo(ArrayType.ACTIVATIONS, scores.castTo(dataType));
    }

    /** Throws if input or labels have not been set. */
    protected final void requireLabels() {
        if (input == null || labels == null) {
            throw new IllegalStateException("layer \"" + layerConf().getLayerName()
                    + "\": found no labels, expected the features as labels: fit(new DataSet(x, x))");
        }
    }

    @Override
    public final boolean needsLabels() {
        return true;
    }

    @Override
    public final void setLabels(INDArray labels) {
        this.labels = labels;
    }

    @Override
    public final INDArray getLabels() {
        return labels;
    }

    @Override
    public void clear() {
        super.clear();
        labels = null;
    }

    @Override
    public final void clearNoiseWeightParams() {
        // No weights.
    }

    @Override
    public final boolean isPretrainLayer() {
        return false;
    }

    private static UnsupportedOperationException noClasses() {
        return new UnsupportedOperationException("an autoencoder's output layer does not classify");
    }

    @Override
    public final double f1Score(DataSet data) {
        throw noClasses();
    }

    @Override
    public final double f1Score(INDArray examples, INDArray targets) {
        throw noClasses();
    }

    @Override
    @Deprecated
    public final int numLabels() {
        throw noClasses();
    }

    @Override
    public final int[] predict(INDArray examples) {
        throw noClasses();
    }

    @Override
    public final List<String> predict(DataSet data) {
        throw noClasses();
    }

    @Override
    public final void fit(DataSetIterator iterator) {
        throw noClasses();
    }

    @Override
    public final void fit(INDArray examples, INDArray targets) {
        throw noClasses();
    }

    @Override
    public final void fit(DataSet data) {
        throw noClasses();
    }

    @Override
    public final void fit(INDArray examples, int[] targets) {
        throw noClasses();
    }
}
