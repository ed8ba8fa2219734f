package org.vae4j.data.iterator;

import java.util.Optional;
import org.vae4j.data.ExampleSet;
import org.vae4j.data.ImageSet;
import org.vae4j.data.transform.BernoulliPixels;

/**
 * Computes the numbers of any batch of any epoch, in f-order: value j of example i of a batch of n is at {@code j·n + i}.
 *
 * <p>Not safe for use by several threads at once.
 */
final class BatchSource {

    private final ExampleSet set;
    private final int batch;
    private final EpochOrder order;
    private final BatchRows rows;

    BatchSource(ExampleSet set, int batch, EpochOrder order, Optional<BernoulliPixels> draws) {
        this.set = set;
        this.batch = batch;
        this.order = order;
        int most = Math.min(batch, set.size());
        // Drawing anew is for 8-bit images alone, and says so.
        this.rows = draws.isPresent() || set instanceof ImageSet
                ? new ByteRows(set.images(), most, draws)
                : new FloatRows(set, most);
    }

    int features() {
        return set.shape().size();
    }

    int batches() {
        return (set.size() - 1) / batch + 1;
    }

    /** The number of examples in a batch: less than the batch size for the last one, perhaps. */
    int examples(int index) {
        return Math.min(batch, set.size() - index * batch);
    }

    void fill(Position at, float[] target) {
        rows.fill(gather(at), target);
    }

    void fill(Position at, double[] target) {
        rows.fill(gather(at), target);
    }

    /** Brings the batch's examples together, one after the other. */
    private int gather(Position at) {
        order.prepare(at.epoch());
        int n = examples(at.batch());
        for (int i = 0; i < n; i++) {
            rows.take(at.epoch(), order.at(at.batch() * batch + i), i);
        }
        return n;
    }
}
