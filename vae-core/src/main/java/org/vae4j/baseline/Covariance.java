package org.vae4j.baseline;

import java.util.Arrays;
import java.util.Iterator;
import java.util.function.Supplier;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.vae4j.math.Doubles;
import org.vae4j.math.GaussianNoise;
import org.vae4j.math.GramSchmidt;
import org.vae4j.math.Shapes;
import org.vae4j.math.Streams;

/**
 * Mean and covariance of a data set, gathered batch by batch. The loss of a linear model depends on the data through
 * them alone. Immutable.
 *
 * <p>A batch of n rows with mean m and scatter T is added to the count c, the mean and the scatter S of the rows before
 * it by S ← S + T + n c / (n + c) · (m - mean)(m - mean)ᵀ and mean ← mean + n / (n + c) · (m - mean) (Chan, Golub and
 * LeVeque 1983), which keeps digits where the mean is large beside the spread. The covariance is S divided by the count
 * (maximum likelihood), not by one less.
 */
public final class Covariance {

    /** The number of rows that are converted to double at a time: 4096 MNIST images take 26 MB. */
    private static final int CHUNK = 4096;

    private final long count;
    private final INDArray mean;
    private final INDArray matrix;
    /** The decomposition, computed at the first call; instances with the same matrix share it. */
    private final Supplier<SymmetricEigen> eigen;

    private Covariance(long count, INDArray mean, INDArray matrix) {
        this(count, mean, matrix, new Supplier<>() {
            private SymmetricEigen decomposed;

            @Override
            public synchronized SymmetricEigen get() {
                if (decomposed == null) {
                    decomposed = SymmetricEigen.of(matrix);
                }
                return decomposed;
            }
        });
    }

    private Covariance(long count, INDArray mean, INDArray matrix, Supplier<SymmetricEigen> eigen) {
        this.count = count;
        this.mean = mean;
        this.matrix = matrix;
        this.eigen = eigen;
    }

    /**
     * The covariance of the rows of a matrix.
     *
     * @param x examples, {@code [n, d]}
     * @return mean and covariance
     * @throws IllegalArgumentException if x is no matrix or holds a NaN or an infinity
     */
    public static Covariance of(INDArray x) {
        Builder builder = builder(Shapes.requireMatrix("x", x).columns());
        builder.add(x);
        return builder.build();
    }

    /**
     * The covariance of all rows of several matrices.
     *
     * @param batches each {@code [n_i, d]}; read once, one at a time
     * @return mean and covariance
     * @throws IllegalArgumentException if there is none or one holds a NaN or an infinity
     */
    public static Covariance of(Iterator<INDArray> batches) {
        if (!batches.hasNext()) {
            throw new IllegalArgumentException("found no batch, expected at least one example");
        }
        INDArray first = batches.next();
        Builder builder = builder(Shapes.requireMatrix("x", first).columns());
        builder.add(first);
        batches.forEachRemaining(builder::add);
        return builder.build();
    }

    /**
     * The moments of a distribution that is not given by examples. The arrays are copied.
     *
     * @param mean {@code [1, d]}, finite
     * @param matrix symmetric, positive semi-definite, {@code [d, d]}
     * @param count the number of examples that the moments stand for, at least 1
     * @return mean and covariance
     * @throws IllegalArgumentException if the shapes do not fit or there is a NaN or an infinity
     */
    public static Covariance of(INDArray mean, INDArray matrix, long count) {
        int d = Shapes.requireMatrix("mean", mean).columns();
        Shapes.requireMatrix("covariance", matrix, d);
        if (matrix.rows() != d || count < 1 || mean.rows() != 1) {
            throw new IllegalArgumentException("found a covariance of " + matrix.rows() + " rows, a mean of "
                    + mean.rows() + " rows and " + count + " examples, expected " + d + ", 1 and at least 1");
        }
        INDArray copy = Doubles.copy(matrix);
        requireFinite(copy);
        requireFinite(mean);
        return new Covariance(
                count, Doubles.copy(mean), copy.add(copy.transpose()).divi(2));
    }

    /**
     * Creates an empty builder.
     *
     * @param features d, at least 1
     * @return the builder
     */
    public static Builder builder(int features) {
        return new Builder(features);
    }

    /** {@return number of examples} */
    public long count() {
        return count;
    }

    /** {@return d} */
    public int features() {
        return mean.columns();
    }

    /** {@return the mean, {@code [1, d]}, DOUBLE, a copy} */
    public INDArray mean() {
        return mean.dup('f');
    }

    /** {@return the covariance, divided by n, {@code [d, d]}, DOUBLE, a copy} */
    public INDArray matrix() {
        return matrix.dup('f');
    }

    /** {@return the eigenvalues and eigenvectors of the covariance, computed at the first call} */
    public SymmetricEigen eigen() {
        return eigen.get();
    }

    /** {@return the sum of the variances of all features: E‖x - mean‖²} */
    public double totalVariance() {
        double sum = 0;
        for (int i = 0; i < features(); i++) {
            sum += matrix.getDouble(i, i);
        }
        return sum;
    }

    /**
     * The moments of the data less its mean.
     *
     * @return the same covariance with the mean 0
     */
    public Covariance centred() {
        return new Covariance(count, Doubles.zeros(1, features()), matrix, eigen);
    }

    /**
     * The second moment about the origin, E[x xᵀ], on which the loss of a model without biases depends.
     *
     * @return E[x xᵀ] as the covariance, with the mean 0
     */
    public Covariance aboutOrigin() {
        INDArray moment = matrix.add(Doubles.transposedTimes(mean, mean));
        return new Covariance(count, Doubles.zeros(1, features()), moment);
    }

    /**
     * The fewest rows that have exactly these moments: with V Λ Vᵀ the covariance and n = d + 1, they are
     * √n H Λ^½ Vᵀ + mean with orthonormal columns H {@code [n, d]} whose sums are 0. A loss that is quadratic in the
     * data is the same for them as for the data, for 785 rows as for 60,000 images of 784 pixels. H is random, so that
     * the rows do not show the principal directions.
     *
     * @param seed the seed of H
     * @return {@code [d + 1, d]}, DOUBLE
     */
    public INDArray representatives(long seed) {
        int d = features();
        int n = d + 1;
        double[] scales = Arrays.stream(eigen().values())
                .map(v -> Math.sqrt(Math.max(0, v) * n))
                .toArray();
        double[] columns = GaussianNoise.draw(Streams.derive(seed, "init"), n * n);
        // Columns that are orthogonal to (1, ..., 1) have the sum 0.
        Arrays.fill(columns, 0, n, 1);
        double[] h = Arrays.copyOfRange(GramSchmidt.complete(columns, n, n, n), n, n * n);
        return Doubles.timesTransposed(Doubles.scaleColumns(Doubles.matrix(h, n, d), scales), eigen().vectors())
                .addiRowVector(mean);
    }

    private static void requireFinite(INDArray values) {
        if (!Double.isFinite(values.sumNumber().doubleValue())) {
            throw new IllegalArgumentException("found a NaN or an infinity in the data, expected finite numbers:"
                    + " drop or fill in what is missing");
        }
    }

    /** Gathers the moments of batches. Not thread-safe. */
    public static final class Builder {

        private final int features;
        private final INDArray mean;
        /** Σ (x - mean)(x - mean)ᵀ. */
        private final INDArray scatter;

        /** Memory of a chunk in double precision, reused because ND4J frees arrays off the heap late. */
        private INDArray buffer;

        private long count;

        private Builder(int features) {
            if (features < 1) {
                throw new IllegalArgumentException("found features = " + features + ", expected a number >= 1");
            }
            this.features = features;
            this.mean = Doubles.zeros(1, features);
            this.scatter = Doubles.zeros(features, features);
        }

        /**
         * Adds examples.
         *
         * @param x {@code [n, d]}; not kept
         * @return this
         * @throws IllegalArgumentException if x has another width or holds a NaN or an infinity
         */
        public Builder add(INDArray x) {
            Shapes.requireMatrix("x", x, features);
            for (long from = 0; from < x.rows(); from += CHUNK) {
                long to = Math.min(x.rows(), from + CHUNK);
                if (buffer == null || buffer.rows() != to - from) {
                    buffer = Doubles.zeros((int) (to - from), features);
                }
                addChunk(buffer.assign(x.get(NDArrayIndex.interval(from, to), NDArrayIndex.all())));
            }
            return this;
        }

        /** Adds a chunk, which is centred in place. */
        private void addChunk(INDArray chunk) {
            int n = chunk.rows();
            INDArray chunkMean = chunk.mean(true, 0).reshape('f', 1, features);
            requireFinite(chunkMean);
            chunk.subiRowVector(chunkMean);
            addScatter(1, chunk);
            INDArray difference = chunkMean.sub(mean).reshape('f', 1, features);
            addScatter((double) n * count / (n + count), difference);
            mean.addi(difference.muli((double) n / (n + count)));
            count += n;
        }

        /** scatter += weight · rowsᵀrows. */
        private void addScatter(double weight, INDArray rows) {
            // gemm does twice the work of syrk, but ND4J's syrk takes the wrong sizes.
            Nd4j.gemm(rows, rows, scatter, true, false, weight, 1);
        }

        /**
         * Computes the moments of all examples so far.
         *
         * @return mean and covariance
         * @throws IllegalArgumentException if nothing was added
         */
        public Covariance build() {
            if (count == 0) {
                throw new IllegalArgumentException("found no example, expected at least one");
            }
            double[] values = Doubles.values(scatter);
            for (int i = 0; i < features; i++) {
                for (int j = 0; j <= i; j++) {
                    values[i * features + j] /= count;
                    values[j * features + i] = values[i * features + j];
                }
            }
            INDArray symmetric = Doubles.matrix(values, features, features);
            requireFinite(symmetric);
            return new Covariance(count, mean.dup('f'), symmetric);
        }
    }
}
