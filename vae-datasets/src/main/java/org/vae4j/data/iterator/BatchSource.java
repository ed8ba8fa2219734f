package org.vae4j.data.iterator;

import java.util.Arrays;
import java.util.Optional;
import org.vae4j.data.ExampleSet;
import org.vae4j.data.ImageSet;
import org.vae4j.data.transform.BernoulliPixels;
import org.vae4j.data.transform.Binarisation;
import org.vae4j.data.transform.Dequantisation;

/**
 * Computes the numbers of any batch of any epoch, in f-order: value j of example i of a batch of n is at
 * {@code j·n + i}. Where conditions are wanted, the one-hot code of the example's class follows its pixels. With
 * partners, every example is followed by its partner, so that an epoch has twice the examples of the set.
 *
 * <p>Not safe for use by several threads at once.
 */
final class BatchSource {

    private final ExampleSet set;
    private final int batch;
    private final EpochOrder order;
    private final BatchRows rows;
    private final int classes;
    /** The classes of the examples in the batch that was computed last; empty where no classes are wanted. */
    private final int[] labels;

    private final Optional<Partners> partners;

    /**
     * The division of an epoch into batches.
     *
     * @param size examples per batch; the last batch may have fewer
     * @param order the order of the examples in an epoch
     */
    record Batches(int size, EpochOrder order) {}

    BatchSource(ExampleSet set, Batches batches, Handling handling, Labels wanted, Optional<Partners> partners) {
        this.partners = partners;
        this.set = set;
        this.classes = wanted.conditions();
        this.batch = batches.size();
        this.order = batches.order();
        this.labels = new int[wanted.isAny() ? Math.min(batch, set.size()) : 0];
        this.rows = rows(set, Math.min(batch, total()), handling);
    }

    /** Chooses the rows by the changes to make: those that draw bits or noise refuse all but 8-bit images. */
    private static BatchRows rows(ExampleSet set, int mostExamples, Handling handling) {
        if (!handling.augmentation().changesNothing() || handling.dequantisation() != Dequantisation.NONE) {
            return new FreshRows(set, mostExamples, handling);
        }
        Optional<BernoulliPixels> draws = handling.binarisation() instanceof Binarisation.Dynamic dynamic
                ? Optional.of(new BernoulliPixels(dynamic.seed(), set.name()))
                : Optional.empty();
        return draws.isPresent() || set instanceof ImageSet
                ? new ByteRows(set.images(), mostExamples, draws)
                : new FloatRows(set, mostExamples);
    }

    /** The class of an example in the batch that was computed last. */
    int label(int row) {
        return labels[row];
    }

    /** The number of values per example: its pixels and the one-hot code of its class. */
    int columns() {
        return Math.addExact(pixels(), classes);
    }

    private int pixels() {
        return set.shape().size();
    }

    int batches() {
        return (total() - 1) / batch + 1;
    }

    /** The number of examples per epoch, partners included. */
    int total() {
        return partners.isPresent() ? Math.multiplyExact(2, set.size()) : set.size();
    }

    /** The number of examples in a batch of this index, which is below the batch size in a short last batch. */
    int examples(int index) {
        return Math.min(batch, total() - index * batch);
    }

    void fill(Position at, float[] target) {
        int n = gather(at);
        rows.fill(n, target);
        if (classes > 0) {
            int from = pixels() * n;
            Arrays.fill(target, from, from + classes * n, 0);
            for (int i = 0; i < n; i++) {
                target[from + labels[i] * n + i] = 1;
            }
        }
    }

    void fill(Position at, double[] target) {
        int n = gather(at);
        rows.fill(n, target);
        if (classes > 0) {
            int from = pixels() * n;
            Arrays.fill(target, from, from + classes * n, 0);
            for (int i = 0; i < n; i++) {
                target[from + labels[i] * n + i] = 1;
            }
        }
    }

    /** Collects the examples of a batch as rows and returns their number. */
    private int gather(Position at) {
        order.prepare(at.epoch());
        int n = examples(at.batch());
        for (int i = 0; i < n; i++) {
            int place = at.batch() * batch + i;
            int example = order.at(partners.isPresent() ? place / 2 : place);
            if (partners.isPresent() && place % 2 == 1) {
                rows.takePartner(partners.get(), at.epoch(), example, i);
                continue;
            }
            if (labels.length > 0) {
                labels[i] = set.label(example);
            }
            rows.take(at.epoch(), example, i);
        }
        return n;
    }
}
