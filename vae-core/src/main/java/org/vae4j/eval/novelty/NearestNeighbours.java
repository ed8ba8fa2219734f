package org.vae4j.eval.novelty;

import java.util.Arrays;
import java.util.Iterator;
import java.util.Objects;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;
import org.vae4j.math.RowBlocks;

/**
 * The nearest references of each query by Euclidean distance. The search is exact and needs the memory of the queries
 * and one block of references.
 *
 * <p>A matrix product gives q·r of all pairs in single precision, and ‖q - r‖² = ‖q‖² + ‖r‖² - 2 q·r rules out nearly
 * every pair. This form loses small distances to rounding, so it only selects candidates, with a margin above its
 * error. The distances of the candidates are computed from the differences in double precision.
 */
public final class NearestNeighbours {

    /** The largest number of values in a matrix product: 16 MiB of floats. */
    private static final int VALUES_PER_PRODUCT = 1 << 22;

    /**
     * Bounds the rounding error of the product form, relative to ‖q‖² + ‖r‖², per feature. A dot product of n floats is
     * off by at most n u ‖q‖ ‖r‖ with u = 2^-24, and 2 ‖q‖ ‖r‖ ≤ ‖q‖² + ‖r‖².
     */
    private static final double MARGIN_PER_FEATURE = 0x1p-24;

    private final int count;
    /** The neighbour of each query and rank, at query · count + rank. */
    private final int[] index;

    private final double[] squaredDistances;
    private long references;

    private NearestNeighbours(int queries, int count) {
        int neighbours = Math.multiplyExact(queries, count);
        this.count = count;
        this.index = new int[neighbours];
        this.squaredDistances = new double[neighbours];
        Arrays.fill(index, -1);
        Arrays.fill(squaredDistances, Double.POSITIVE_INFINITY);
    }

    /**
     * Searches for the nearest references of each query.
     *
     * @param queries {@code [queries, features]}, finite
     * @param references blocks {@code [rows, features]}, read to the end; a reference's index counts rows through all
     *     blocks
     * @param count number of neighbours of each query, at least 1
     * @return the neighbours of each query, the nearest first; of equally near references the earlier comes first
     * @throws IllegalArgumentException when there are fewer references than {@code count}, the numbers of features
     *     differ, or a value is not finite
     */
    public static NearestNeighbours find(INDArray queries, Iterator<INDArray> references, int count) {
        if (count < 1) {
            throw new IllegalArgumentException("found " + count + " neighbours, expected at least 1");
        }
        Matrix queryMatrix = Matrix.ofAny(queries);
        NearestNeighbours result = new NearestNeighbours(queryMatrix.rows(), count);
        double[] queryValues = rowMajor("a query", queryMatrix);
        while (references.hasNext()) {
            Matrix block = Matrix.ofAny(references.next().castTo(queryMatrix.type()));
            if (block.columns() != queryMatrix.columns()) {
                throw new IllegalArgumentException("found references of " + block.columns() + " features, expected "
                        + queryMatrix.columns() + " as the queries have");
            }
            result.add(queries, queryValues, block);
        }
        if (result.references < count) {
            throw new IllegalArgumentException("found " + result.references + " references, expected at least " + count
                    + ", the number of neighbours: ask for fewer");
        }
        return result;
    }

    /** Searches a block of references for neighbours of all queries. */
    private void add(INDArray queries, double[] queryValues, Matrix block) {
        int features = block.columns();
        double[] values = rowMajor("a reference", block);
        ReferenceBlock candidates = new ReferenceBlock(values, squaredNorms(values, features));
        int step = Math.max(1, VALUES_PER_PRODUCT / block.rows());
        for (int from = 0; from < queries(); from += step) {
            int to = Math.min(queries(), from + step);
            Matrix part = Matrix.of(RowBlocks.rows(queries, from, to));
            Matrix product = Matrix.allocate(block.type(), block.rows(), to - from);
            Kernels kernels = Kernels.of(block.type());
            kernels.timesTransposed(block, part, product);
            double[] dots = kernels.values(product);
            for (int q = from; q < to; q++) {
                scan(q, queryValues, candidates, dots, (q - from) * block.rows());
            }
        }
        this.references += block.rows();
    }

    /**
     * A block of references.
     *
     * @param values the values, row by row
     * @param squaredNorms ‖r‖² of each row
     */
    private record ReferenceBlock(double[] values, double[] squaredNorms) {}

    /** Compares a query with a block; the dot products of the query begin at {@code offset}. */
    private void scan(int query, double[] queryValues, ReferenceBlock block, double[] dots, int offset) {
        double[] norms = block.squaredNorms;
        int features = block.values.length / norms.length;
        double norm = squaredNorm(queryValues, query, features);
        double margin = MARGIN_PER_FEATURE * (features + 1);
        int last = query * count + count - 1;
        for (int r = 0; r < norms.length; r++) {
            double sum = norm + norms[r];
            double dot = dots[offset + r];
            // A dot product that overflows in single precision says nothing: such a pair is a candidate.
            if (!Double.isFinite(dot) || sum - 2 * dot - margin * sum < squaredDistances[last]) {
                double exact = squaredDistance(queryValues, query, block.values, r, features);
                if (exact < squaredDistances[last]) {
                    insert(query, Math.toIntExact(this.references + r), exact);
                }
            }
        }
    }

    /** Inserts a reference behind those that are as near, and drops the farthest. */
    private void insert(int query, int reference, double value) {
        int at = query * count + count - 1;
        while (at > query * count && squaredDistances[at - 1] > value) {
            squaredDistances[at] = squaredDistances[at - 1];
            index[at] = index[at - 1];
            at--;
        }
        squaredDistances[at] = value;
        index[at] = reference;
    }

    /** {@return the number of queries} */
    public int queries() {
        return index.length / count;
    }

    /** {@return the number of neighbours of each query} */
    public int count() {
        return count;
    }

    /** {@return the number of references} */
    public long references() {
        return references;
    }

    /**
     * Returns the index of a neighbour.
     *
     * @param query 0 to {@code queries() - 1}
     * @param rank 0 for the nearest, to {@code count() - 1}
     * @return the number of the reference's row, counted through all blocks
     */
    public int index(int query, int rank) {
        return index[at(query, rank)];
    }

    private int at(int query, int rank) {
        return Objects.checkIndex(query, queries()) * count + Objects.checkIndex(rank, count);
    }

    /**
     * Returns the distance of a neighbour.
     *
     * @param query 0 to {@code queries() - 1}
     * @param rank 0 for the nearest, to {@code count() - 1}
     * @return the Euclidean distance
     */
    public double distance(int query, int rank) {
        return Math.sqrt(squaredDistances[at(query, rank)]);
    }

    /** {@return the distance of each query to its nearest reference} */
    public double[] nearestDistances() {
        double[] result = new double[queries()];
        for (int q = 0; q < result.length; q++) {
            result[q] = distance(q, 0);
        }
        return result;
    }

    /** Reads the values row by row and refuses those that are not finite. */
    private static double[] rowMajor(String what, Matrix matrix) {
        double[] columns = new double[matrix.length()];
        Kernels.of(matrix.type()).read(matrix, columns);
        double[] rows = new double[columns.length];
        for (int j = 0; j < matrix.columns(); j++) {
            for (int i = 0; i < matrix.rows(); i++) {
                double value = columns[j * matrix.rows() + i];
                if (!Double.isFinite(value)) {
                    throw new IllegalArgumentException("found " + value + " in " + what + ", expected finite values");
                }
                rows[i * matrix.columns() + j] = value;
            }
        }
        return rows;
    }

    private static double[] squaredNorms(double[] rows, int features) {
        double[] result = new double[rows.length / features];
        for (int i = 0; i < result.length; i++) {
            result[i] = squaredNorm(rows, i, features);
        }
        return result;
    }

    private static double squaredNorm(double[] rows, int row, int features) {
        double sum = 0;
        for (int j = row * features; j < (row + 1) * features; j++) {
            sum += rows[j] * rows[j];
        }
        return sum;
    }

    private static double squaredDistance(double[] a, int rowOfA, double[] b, int rowOfB, int features) {
        double sum = 0;
        for (int j = 0; j < features; j++) {
            double difference = a[rowOfA * features + j] - b[rowOfB * features + j];
            sum += difference * difference;
        }
        return sum;
    }
}
