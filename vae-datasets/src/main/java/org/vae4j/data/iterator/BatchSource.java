package org.vae4j.data.iterator;

import java.util.Arrays;
import java.util.Optional;
import org.vae4j.data.ImageSet;
import org.vae4j.data.transform.BernoulliPixels;

/**
 * Computes the numbers of any batch of any epoch, in f-order: value j of example i of a batch of n is at {@code j·n + i}.
 * Behind the pixels come the label's class in one-hot code, where classes are asked for.
 *
 * <p>Not safe for use by several threads at once.
 */
final class BatchSource {

    /** Columns handled together, so that the rows' bytes they come from stay in the first-level cache. */
    private static final int TILE = 64;

    private static final float[] FLOATS = new float[256];
    private static final double[] DOUBLES = new double[256];

    static {
        for (int v = 0; v < 256; v++) {
            FLOATS[v] = v / 255f;
            DOUBLES[v] = v / 255d;
        }
    }

    private final ImageSet set;
    private final int batch;
    private final EpochOrder order;
    private final Optional<BernoulliPixels> draws;
    private final byte[] rows;
    private final int classes;
    private final int[] labels;

    BatchSource(ImageSet set, int batch, EpochOrder order, Optional<BernoulliPixels> draws, int classes) {
        this.set = set;
        this.classes = classes;
        this.labels = new int[classes == 0 ? 0 : Math.min(batch, set.size())];
        this.batch = batch;
        this.order = order;
        this.draws = draws;
        this.rows = new byte
                [Math.multiplyExact(Math.min(batch, set.size()), set.shape().size())];
    }

    /** Values of an example: its pixels and the one-hot code of its class. */
    int columns() {
        return Math.addExact(pixels(), classes);
    }

    private int pixels() {
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
        int n = gather(at);
        int width = pixels();
        for (int tile = 0; tile < width; tile += TILE) {
            for (int j = tile; j < Math.min(tile + TILE, width); j++) {
                int out = j * n;
                for (int i = 0, in = j; i < n; i++, in += width) {
                    target[out + i] = FLOATS[rows[in] & 0xff];
                }
            }
        }
        if (classes > 0) {
            Arrays.fill(target, width * n, (width + classes) * n, 0);
            for (int i = 0; i < n; i++) {
                target[(width + labels[i]) * n + i] = 1;
            }
        }
    }

    void fill(Position at, double[] target) {
        int n = gather(at);
        int width = pixels();
        for (int j = 0; j < width; j++) {
            for (int i = 0; i < n; i++) {
                target[j * n + i] = DOUBLES[rows[i * width + j] & 0xff];
            }
        }
        if (classes > 0) {
            Arrays.fill(target, width * n, (width + classes) * n, 0);
            for (int i = 0; i < n; i++) {
                target[(width + labels[i]) * n + i] = 1;
            }
        }
    }

    /** Brings the batch's images together, example after example, binarised if that is to happen anew at each use. */
    private int gather(Position at) {
        order.prepare(at.epoch());
        int n = examples(at.batch());
        int width = pixels();
        for (int i = 0; i < n; i++) {
            int example = order.at(at.batch() * batch + i);
            if (classes > 0) {
                labels[i] = set.label(example);
            }
            set.copyPixels(example, rows, i * width);
            if (draws.isPresent()) {
                draws.get().binarise(at.epoch(), example, rows, i * width, width);
            }
        }
        return n;
    }
}
