package org.vae4j.eval.novelty;

import java.util.Arrays;
import java.util.Iterator;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;
import org.vae4j.math.RowBlocks;

/**
 * The nearest references of each query by Euclidean distance: exact, in the memory of the queries and one block of
 * references.
 *
 * <p>‖q - r‖² = ‖q‖² + ‖r‖² - 2 q·r by a matrix product sorts out nearly every pair. Rounding makes that form useless
 * for small distances, so it only chooses candidates, with a margin above its error; their distances are computed from
 * the differences in double precision.
 */
public final class NearestNeighbours {

    /** Values of one product, 16 MiB of floats. */
    private static final int PRODUCT = 1 << 22;

    /**
     * Bounds the rounding error of the product form per term of its sums, relative to ‖q‖² + ‖r‖²: one unit of a float.
     */
    private static final double MARGIN_PER_FEATURE = 0x1p-24;

    private final int count;
    private final int[] index;
    private final double[] square;
    private long references;

    private NearestNeighbours(int queries, int count) {
        this.count = count;
        this.index = new int[queries * count];
        this.square = new double[queries * count];
        Arrays.fill(index, -1);
        Arrays.fill(square, Double.POSITIVE_INFINITY);
    }

    /**
     * Searches for the nearest references of each query.
     *
     * @param queries {@code [queries, features]}
     * @param references blocks {@code [rows, features]}, read to the end; a reference's index counts rows through all
     *     blocks
     * @param count neighbours of each query, at least 1
     * @return for each query its neighbours, the nearest first; of equally near ones the earlier
     * @throws IllegalArgumentException when there are fewer references than {@code count}, or features differ
     */
    public static NearestNeighbours find(INDArray queries, Iterator<INDArray> references, int count) {
        if (count < 1) {
            throw new IllegalArgumentException("found " + count + " neighbours, expected at least 1");
        }
        Matrix wanted = Matrix.ofAny(queries);
        NearestNeighbours result = new NearestNeighbours(wanted.rows(), count);
        double[] rows = rows(wanted);
        while (references.hasNext()) {
            Matrix block = Matrix.ofAny(references.next().castTo(wanted.type()));
            if (block.columns() != wanted.columns()) {
                throw new IllegalArgumentException("found references of " + block.columns() + " features, expected "
                        + wanted.columns() + " as the queries have");
            }
            result.add(queries, rows, block);
        }
        if (result.references < count) {
            throw new IllegalArgumentException("found " + result.references + " references, expected at least " + count
                    + " to have so many neighbours: ask for fewer");
        }
        return result;
    }

    private void add(INDArray queries, double[] rows, Matrix block) {
        int features = block.columns();
        double[] values = rows(block);
        Candidates candidates = new Candidates(values, squaredNorms(values, features));
        int step = Math.max(1, PRODUCT / block.rows());
        for (int from = 0; from < queries(); from += step) {
            int to = Math.min(queries(), from + step);
            Matrix part = Matrix.of(RowBlocks.rows(queries, from, to));
            Matrix product = Matrix.allocate(block.type(), block.rows(), to - from);
            Kernels kernels = Kernels.of(block.type());
            kernels.timesTransposed(block, part, product);
            double[] dots = kernels.values(product);
            for (int q = from; q < to; q++) {
                scan(q, rows, candidates, dots, (q - from) * block.rows());
            }
        }
        this.references += block.rows();
    }

    /** The references of a block, row by row, and the squared norm of each. */
    private record Candidates(double[] rows, double[] norms) {}

    private void scan(int query, double[] rows, Candidates candidates, double[] dots, int offset) {
        double[] norms = candidates.norms;
        int features = candidates.rows.length / norms.length;
        double norm = squaredNorm(rows, query, features);
        double margin = MARGIN_PER_FEATURE * (features + 1);
        int last = query * count + count - 1;
        for (int r = 0; r < norms.length; r++) {
            double sum = norm + norms[r];
            if (sum - 2 * dots[offset + r] - margin * sum < square[last]) {
                double exact = squaredDistance(rows, query, candidates.rows, r, features);
                if (exact < square[last]) {
                    insert(query, Math.toIntExact(this.references + r), exact);
                }
            }
        }
    }

    private void insert(int query, int reference, double value) {
        int at = query * count + count - 1;
        while (at > query * count && square[at - 1] > value) {
            square[at] = square[at - 1];
            index[at] = index[at - 1];
            at--;
        }
        square[at] = value;
        index[at] = reference;
    }

    /** {@return how many queries there were} */
    public int queries() {
        return index.length / count;
    }

    /** {@return how many neighbours each query has} */
    public int count() {
        return count;
    }

    /** {@return how many references were searched} */
    public long references() {
        return references;
    }

    /**
     * Which reference a neighbour is.
     *
     * @param query 0 to {@code queries() - 1}
     * @param rank 0 for the nearest, to {@code count() - 1}
     * @return the number of its row, counted through all blocks
     */
    public int index(int query, int rank) {
        return index[query * count + rank];
    }

    /**
     * How far a neighbour is.
     *
     * @param query 0 to {@code queries() - 1}
     * @param rank 0 for the nearest, to {@code count() - 1}
     * @return the Euclidean distance
     */
    public double distance(int query, int rank) {
        return Math.sqrt(square[query * count + rank]);
    }

    /** {@return the distance of each query to its nearest reference} */
    public double[] nearestDistances() {
        double[] result = new double[queries()];
        for (int q = 0; q < result.length; q++) {
            result[q] = distance(q, 0);
        }
        return result;
    }

    /** The values row by row. */
    private static double[] rows(Matrix matrix) {
        double[] columns = new double[matrix.length()];
        Kernels.of(matrix.type()).read(matrix, columns);
        double[] rows = new double[columns.length];
        for (int j = 0; j < matrix.columns(); j++) {
            for (int i = 0; i < matrix.rows(); i++) {
                rows[i * matrix.columns() + j] = columns[j * matrix.rows() + i];
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
