package org.vae4j.train.batch;

import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.DataSetPreProcessor;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * An iterator that joins the features and the labels of each batch to rows [x | label], the input of a model with a
 * condition. It makes any labelled iterator fit such a model.
 */
public final class ConditionOnLabels implements DataSetIterator {

    private static final long serialVersionUID = 1L;

    private final DataSetIterator labelled;

    /**
     * Wraps an iterator.
     *
     * @param labelled batches of features {@code [n, features]} and labels {@code [n, classes]}, in one-hot code for a
     *     condition on classes
     */
    public ConditionOnLabels(DataSetIterator labelled) {
        this.labelled = labelled;
    }

    /**
     * The next batch.
     *
     * @return rows [x | label] in column order, as features and as labels
     * @throws IllegalArgumentException if the batch has no labels, or not one row of labels per row of features
     */
    @Override
    public DataSet next() {
        return joined(labelled.next());
    }

    @Override
    public DataSet next(int num) {
        return joined(labelled.next(num));
    }

    private static DataSet joined(DataSet batch) {
        INDArray x = batch.getFeatures();
        INDArray labels = batch.getLabels();
        if (labels == null || labels.rank() != 2 || x.rank() != 2 || labels.size(0) != x.size(0)) {
            throw new IllegalArgumentException("found features of shape " + Arrays.toString(x.shape())
                    + " with " + (labels == null ? "no labels" : "labels of shape " + Arrays.toString(labels.shape()))
                    + ", expected a row of each per example: let the iterator deliver labels as [n, classes]");
        }
        INDArray joined =
                Nd4j.createUninitialized(x.dataType(), new long[] {x.size(0), x.size(1) + labels.size(1)}, 'f');
        joined.get(NDArrayIndex.all(), NDArrayIndex.interval(0, x.size(1))).assign(x);
        joined.get(NDArrayIndex.all(), NDArrayIndex.interval(x.size(1), joined.size(1)))
                .assign(labels.castTo(x.dataType()));
        return new DataSet(joined, joined);
    }

    @Override
    public boolean hasNext() {
        return labelled.hasNext();
    }

    @Override
    public void reset() {
        labelled.reset();
    }

    @Override
    public boolean resetSupported() {
        return labelled.resetSupported();
    }

    /** {@return false, so that DL4J does not read ahead on a thread of its own} */
    @Override
    public boolean asyncSupported() {
        return false;
    }

    @Override
    public int inputColumns() {
        return labelled.inputColumns() + labelled.totalOutcomes();
    }

    @Override
    public int totalOutcomes() {
        return inputColumns();
    }

    @Override
    public int batch() {
        return labelled.batch();
    }

    @Override
    public void setPreProcessor(DataSetPreProcessor preProcessor) {
        labelled.setPreProcessor(preProcessor);
    }

    @Override
    public DataSetPreProcessor getPreProcessor() {
        return labelled.getPreProcessor();
    }

    /** {@return an empty list: the joined rows have no names} */
    @Override
    public List<String> getLabels() {
        return List.of();
    }
}
