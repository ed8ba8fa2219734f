package org.vae4j.train.batch;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * The batches of an epoch, each together with its successor for steps that read other examples. The last batch of an
 * epoch has no successor and is paired with itself.
 *
 * <p>A pair is a function of the iterator's position alone, so that a resumed training reads the same pairs. Not safe
 * for use by several threads at once.
 */
public final class BatchPairs {

    private final DataSetIterator data;
    private final boolean inPairs;
    private INDArray batch;
    /** The next batch, read ahead for a pair; null at the end of the epoch and where there are no pairs. */
    private INDArray successor;

    /**
     * Wraps an iterator.
     *
     * @param data batches of features
     * @param inPairs whether each batch is paired with its successor, which is read ahead
     */
    public BatchPairs(DataSetIterator data, boolean inPairs) {
        this.data = data;
        this.inPairs = inPairs;
    }

    /** {@return whether the epoch has another batch} */
    public boolean hasNext() {
        return successor != null || data.hasNext();
    }

    /** Moves to the next batch. */
    public void next() {
        if (!inPairs) {
            batch = data.next().getFeatures();
            return;
        }
        batch = successor == null ? copy() : successor;
        successor = data.hasNext() ? copy() : null;
    }

    /** Reads a batch and copies it, since the iterator may reuse the memory of one batch for the next. */
    private INDArray copy() {
        INDArray features = data.next().getFeatures();
        return features.dup(features.ordering());
    }

    /** {@return the features of the present batch} */
    public INDArray batch() {
        return batch;
    }

    /** {@return the features of its successor; those of the present batch at the end of an epoch and without pairs} */
    public INDArray others() {
        return successor == null ? batch : successor;
    }

    /** Starts the next epoch. */
    public void reset() {
        data.reset();
    }
}
