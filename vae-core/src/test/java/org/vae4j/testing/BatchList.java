package org.vae4j.testing;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.DataSetPreProcessor;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/** Batches in a given order, with a position that can be set. */
public class BatchList implements DataSetIterator {

    private final List<DataSet> batches = new ArrayList<>();
    private int next;
    private int resets;

    /**
     * Of features that are their own labels.
     *
     * @param features the batches
     */
    public BatchList(List<INDArray> features) {
        features.forEach(x -> batches.add(new DataSet(x, x)));
    }

    /**
     * Goes to a batch.
     *
     * @param batch its position
     * @return this
     */
    public BatchList at(int batch) {
        next = batch;
        return this;
    }

    /** {@return how often it was reset} */
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
