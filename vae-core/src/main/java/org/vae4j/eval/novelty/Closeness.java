package org.vae4j.eval.novelty;

import java.util.Arrays;
import java.util.Iterator;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * How close examples are to the training example t that is nearest to them, and by what yardstick that is close:
 * ρ(x) = d(x, t) / d(t, t'), t' being the training example nearest to t.
 *
 * <p>A new example of the same distribution is to t what t' is to t, so ρ is of order one whether the data is dense or
 * sparse there; a copy has ρ near 0. Copies of t itself among the training examples are passed over: t' is the nearest
 * one that differs.
 */
public final class Closeness {

    /** How many copies of one example the search for t' can pass over. */
    private static final int NEIGHBOURS = 6;

    private final NearestNeighbours nearest;
    private final double[] gaps;

    private Closeness(NearestNeighbours nearest, double[] gaps) {
        this.nearest = nearest;
        this.gaps = gaps;
    }

    /**
     * Measures, in two passes through the training examples and one to fetch the nearest.
     *
     * @param examples {@code [examples, features]}
     * @param training the training examples in blocks {@code [rows, features]}, at least two, each time from the
     *     beginning
     * @return one distance and one ratio an example
     */
    public static Closeness of(INDArray examples, Supplier<Iterator<INDArray>> training) {
        NearestNeighbours nearest = NearestNeighbours.find(examples, training.get(), 1);
        int[] found = IntStream.range(0, nearest.queries())
                .map(q -> nearest.index(q, 0))
                .distinct()
                .sorted()
                .toArray();
        int count = (int) Math.min(NEIGHBOURS, nearest.references());
        NearestNeighbours own = NearestNeighbours.find(rows(found, training.get()), training.get(), count);
        double[] gaps = new double[nearest.queries()];
        for (int q = 0; q < gaps.length; q++) {
            gaps[q] = gap(own, Arrays.binarySearch(found, nearest.index(q, 0)));
        }
        return new Closeness(nearest, gaps);
    }

    /** The distance to the nearest that differs; 0 when all that were looked at are copies. */
    private static double gap(NearestNeighbours own, int query) {
        for (int rank = 0; rank < own.count(); rank++) {
            if (own.distance(query, rank) > 0) {
                return own.distance(query, rank);
            }
        }
        return 0;
    }

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

    /** {@return how many examples} */
    public int examples() {
        return gaps.length;
    }

    /** {@return how many training examples} */
    public long references() {
        return nearest.references();
    }

    /**
     * The nearest training example.
     *
     * @param example 0 to {@code examples() - 1}
     * @return its row, counted through all blocks
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
