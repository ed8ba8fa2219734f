package org.vae4j.testing;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.DataSetPreProcessor;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/** A data set iterator over given batches, whose position can be set and whose resets are counted. */
public class BatchList implements DataSetIterator {

    private final List<DataSet> batches = new ArrayList<>();
    private int next;
    private int resets;

    /**
     * An iterator whose labels are the features themselves.
     *
     * @param features the batches, which are not copied
     */
    public BatchList(List<INDArray> features) {
        features.forEach(x -> batches.add(new DataSet(x, x)));
    }

    /**
     * Sets the position.
     *
     * @param batch index of the batch that {@link #next()} returns next
     * @return this iterator
     */
    public BatchList at(int batch) {
        next = batch;
        return this;
    }

    /** {@return the number of calls of {@link #reset}} */
    public int resets() {
        return resets;
    }

    @Override
    public boolean hasNext() {
        return next < batches.size();
    }

    @Override
    public DataSet next() {
        return batches.get(next++);
    }

    @Override
    public DataSet next(int count) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void reset() {
        next = 0;
        resets++;
    }

    @Override
    public boolean resetSupported() {
        return true;
    }

    @Override
    public boolean asyncSupported() {
        return false;
    }

    @Override
    public int batch() {
        return batches.get(0).numExamples();
    }

    @Override
    public int inputColumns() {
        return batches.get(0).numInputs();
    }

    @Override
    public int totalOutcomes() {
        return inputColumns();
    }

    @Override
    public List<String> getLabels() {
        return List.of();
    }

    @Override
    public void setPreProcessor(DataSetPreProcessor preProcessor) {
        throw new UnsupportedOperationException();
    }

    @Override
    public DataSetPreProcessor getPreProcessor() {
        return null;
    }
}
