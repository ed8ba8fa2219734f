package org.vae4j.train.batch;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * An epoch's batches, each with the one behind it where steps read other examples. The last batch of an epoch has none
 * behind it: its own examples stand in.
 *
 * <p>A batch and what is behind it follow from the iterator's position alone, so that a resumed training sees the same
 * pairs.
 */
public final class BatchPairs {

    private final DataSetIterator data;
    private final boolean inPairs;
    private INDArray batch;
    private INDArray behind;

    public BatchPairs(DataSetIterator data, boolean inPairs) {
        this.data = data;
        this.inPairs = inPairs;
    }

    public boolean hasNext() {
        return behind != null || data.hasNext();
    }

    public void next() {
        if (!inPairs) {
            batch = data.next().getFeatures();
            return;
        }
        batch = behind == null ? copy() : behind;
        behind = data.hasNext() ? copy() : null;
    }

    /** The iterator may reuse the memory of one batch for the next. */
    private INDArray copy() {
        INDArray features = data.next().getFeatures();
        return features.dup(features.ordering());
    }

    public INDArray batch() {
        return batch;
    }

    public INDArray others() {
        return behind == null ? batch : behind;
    }

    public void reset() {
        data.reset();
    }
}
