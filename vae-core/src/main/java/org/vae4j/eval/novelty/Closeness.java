package org.vae4j.eval.novelty;

import java.util.Arrays;
import java.util.Iterator;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The closeness of examples to a training set. For an example x with the nearest training example t it is the ratio
 * ρ(x) = d(x, t) / d(t, t'), where t' is the training example nearest to t that differs from t.
 *
 * <p>A new example of the same distribution is about as far from t as t' is, so ρ is of order one whether the data is
 * dense or sparse around t. A copy has ρ near 0.
 */
public final class Closeness {

    /** Neighbours of t that are searched for t': t itself and up to four copies of it can be passed over. */
    private static final int NEIGHBOURS = 6;

    private final NearestNeighbours nearest;
    /** d(t, t') of each example's t. */
    private final double[] gaps;

    private Closeness(NearestNeighbours nearest, double[] gaps) {
        this.nearest = nearest;
        this.gaps = gaps;
    }

    /**
     * Measures the closeness of examples, in three passes through the training examples: one finds t, one reads it, and
     * one finds t'.
     *
     * @param examples {@code [examples, features]}
     * @param training supplies the training examples from the beginning, in blocks {@code [rows, features]}; at least
     *     two examples
     * @return one distance and one ratio per example
     */
    public static Closeness of(INDArray examples, Supplier<Iterator<INDArray>> training) {
        NearestNeighbours nearest = NearestNeighbours.find(examples, training.get(), 1);
        int[] nearestRows = IntStream.range(0, nearest.queries())
                .map(q -> nearest.index(q, 0))
                .distinct()
                .sorted()
                .toArray();
        int count = (int) Math.min(NEIGHBOURS, nearest.references());
        NearestNeighbours own = NearestNeighbours.find(rows(nearestRows, training.get()), training.get(), count);
        double[] gaps = new double[nearest.queries()];
        for (int q = 0; q < gaps.length; q++) {
            gaps[q] = gap(own, Arrays.binarySearch(nearestRows, nearest.index(q, 0)));
        }
        return new Closeness(nearest, gaps);
    }

    /** The distance of a training example to the nearest one that differs; 0 when all the searched ones are copies. */
    private static double gap(NearestNeighbours own, int query) {
        for (int rank = 0; rank < own.count(); rank++) {
            if (own.distance(query, rank) > 0) {
                return own.distance(query, rank);
            }
        }
        return 0;
    }

    /** Copies the rows with the given numbers, in ascending order, out of all blocks. */
    private static INDArray rows(int[] sorted, Iterator<INDArray> blocks) {
        INDArray[] rows = new INDArray[sorted.length];
        int at = 0;
        for (long first = 0; at < sorted.length; ) {
            INDArray block = blocks.next();
            while (at < sorted.length && sorted[at] < first + block.rows()) {
                rows[at] = block.getRow(sorted[at] - first, true).dup();
                at++;
            }
            first += block.rows();
        }
        return Nd4j.vstack(rows).dup('f');
    }

    /** {@return the number of examples} */
    public int examples() {
        return gaps.length;
    }

    /** {@return the number of training examples} */
    public long references() {
        return nearest.references();
    }

    /**
     * Returns the nearest training example.
     *
     * @param example 0 to {@code examples() - 1}
     * @return the row of t, counted through all blocks
     */
    public int neighbour(int example) {
        return nearest.index(example, 0);
    }

    /** {@return d(x, t) of each example} */
    public double[] distances() {
        return nearest.nearestDistances();
    }

    /** {@return ρ of each example; 0 for an exact copy, infinite where the training data consists of copies of t} */
    public double[] ratios() {
        double[] ratios = distances();
        for (int i = 0; i < ratios.length; i++) {
            if (ratios[i] > 0) {
                ratios[i] /= gaps[i];
            }
        }
        return ratios;
    }
}
