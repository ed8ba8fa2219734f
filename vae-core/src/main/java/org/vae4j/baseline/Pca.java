package org.vae4j.baseline;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.vae4j.math.Doubles;
import org.vae4j.math.GramSchmidt;
import org.vae4j.math.Shapes;

/**
 * Principal component analysis in closed form: the p orthonormal directions U that minimise E‖(x - m) - UUᵀ(x - m)‖²
 * (Jolliffe 2002, "Principal Component Analysis", chapters 1 and 3).
 *
 * <p>U holds the eigenvectors of the covariance (1/n) Σ (x - m)(x - m)ᵀ with the largest eigenvalues λ, in descending
 * order. With fewer examples than features, the rows X - m of the data give the same λ as eigenvalues of
 * (1/n) (X - m)(X - m)ᵀ {@code [n, n]}, whose eigenvectors v give the directions (X - m)ᵀv / √(nλ).
 *
 * <p>The entry of largest magnitude of each direction is positive (the first of equals), which makes the result unique
 * where the eigenvalues differ. Directions beyond the rank of the data are an orthonormal completion with variance 0.
 * Immutable; computed in double.
 */
public final class Pca {

    /** Entries of a direction whose magnitudes differ by less are equal but for rounding. */
    private static final double SIGN_MARGIN = 1e-9;

    private final INDArray mean;
    private final INDArray components;
    private final double[] variances;
    private final double totalVariance;

    private Pca(INDArray mean, INDArray components, double[] variances, double totalVariance) {
        this.mean = mean;
        this.components = components;
        this.variances = variances;
        this.totalVariance = totalVariance;
    }

    /**
     * Finds the first p directions of a data set.
     *
     * @param x examples, {@code [n, d]}
     * @param p the number of directions, 1 to d
     * @return the analysis
     * @throws IllegalArgumentException if p is out of range, or x is no matrix or holds a NaN or an infinity
     */
    public static Pca fit(INDArray x, int p) {
        Shapes.requireMatrix("x", x);
        requireRange(p, x.columns());
        return x.rows() < x.columns() ? ofFewExamples(x, p) : fit(Covariance.of(x), p);
    }

    /**
     * Finds the first p directions of a distribution of known moments.
     *
     * @param covariance mean and covariance
     * @param p the number of directions, 1 to d
     * @return the analysis
     * @throws IllegalArgumentException if p is out of range
     */
    public static Pca fit(Covariance covariance, int p) {
        requireRange(p, covariance.features());
        SymmetricEigen eigen = covariance.eigen();
        double[] variances = Arrays.copyOf(eigen.values(), p);
        zeroBeyondRank(variances, covariance.features());
        INDArray components = firstColumns(eigen.vectors(), p);
        return new Pca(covariance.mean(), oriented(components), variances, covariance.totalVariance());
    }

    /** The analysis by the matrix of inner products, for fewer examples than features. */
    private static Pca ofFewExamples(INDArray x, int p) {
        INDArray mean = finiteMean(x);
        INDArray centred = Doubles.copy(x).subiRowVector(mean);
        int n = x.rows();
        SymmetricEigen eigen =
                SymmetricEigen.of(Doubles.timesTransposed(centred, centred).divi(n));
        double[] all = Arrays.copyOf(eigen.values(), Math.max(p, n));
        zeroBeyondRank(all, x.columns());
        double[] variances = Arrays.copyOf(all, p);
        double total = Arrays.stream(eigen.values()).filter(v -> v > 0).sum();
        return new Pca(mean, oriented(directions(centred, eigen, variances)), variances, total);
    }

    private static INDArray finiteMean(INDArray x) {
        INDArray mean =
                Doubles.copy(x).mean(true, 0).reshape('f', 1, x.columns()).dup('f');
        if (!Double.isFinite(mean.sumNumber().doubleValue())) {
            throw new IllegalArgumentException("found a NaN or an infinity in the data, expected finite numbers:"
                    + " drop or fill in what is missing");
        }
        return mean;
    }

    /** The directions (X - m)ᵀv / √(nλ) of the variances λ above 0, completed to as many as there are variances. */
    private static INDArray directions(INDArray centred, SymmetricEigen eigen, double[] variances) {
        int d = centred.columns();
        int p = variances.length;
        int rank = (int) Arrays.stream(variances).takeWhile(v -> v > 0).count();
        if (rank == 0) {
            return Doubles.matrix(GramSchmidt.complete(new double[0], d, 0, p), d, p);
        }
        double[] inverseNorms = Arrays.stream(variances)
                .limit(rank)
                .map(v -> 1 / Math.sqrt(centred.rows() * v))
                .toArray();
        INDArray known = Doubles.scaleColumns(
                Doubles.transposedTimes(centred, firstColumns(eigen.vectors(), rank)), inverseNorms);
        return Doubles.matrix(GramSchmidt.complete(Doubles.values(known), d, rank, p), d, p);
    }

    private static void requireRange(int p, int features) {
        if (p < 1 || p > features) {
            throw new IllegalArgumentException("found p = " + p + ", expected 1 to " + features + ": data of "
                    + features + " features has no more directions");
        }
    }

    /** Sets variances to 0 that are no larger than the rounding error of the largest, in place. */
    private static void zeroBeyondRank(double[] variances, int size) {
        double rounding = Math.max(variances[0], 0) * size * Math.ulp(1.0);
        for (int j = 0; j < variances.length; j++) {
            if (!(variances[j] > rounding)) {
                variances[j] = 0;
            }
        }
    }

    private static INDArray firstColumns(INDArray matrix, int columns) {
        return matrix.get(NDArrayIndex.all(), NDArrayIndex.interval(0, columns))
                .reshape('f', matrix.rows(), columns)
                .dup('f');
    }

    /** A copy whose columns are multiplied by ±1 so that the entry of largest magnitude is positive. */
    private static INDArray oriented(INDArray components) {
        int d = components.rows();
        int p = components.columns();
        double[] values = Doubles.values(components);
        for (int j = 0; j < p; j++) {
            double extreme = 0;
            for (int i = 0; i < d; i++) {
                double value = values[j * d + i];
                extreme = Math.abs(value) > Math.abs(extreme) * (1 + SIGN_MARGIN) ? value : extreme;
            }
            for (int i = 0; extreme < 0 && i < d; i++) {
                values[j * d + i] = -values[j * d + i];
            }
        }
        return Doubles.matrix(values, d, p);
    }

    /** {@return d} */
    public int features() {
        return components.rows();
    }

    /** {@return p} */
    public int size() {
        return components.columns();
    }

    /** {@return m, {@code [1, d]}, DOUBLE, a copy} */
    public INDArray mean() {
        return mean.dup('f');
    }

    /** {@return U, the directions as columns, {@code [d, p]}, DOUBLE, a copy} */
    public INDArray components() {
        return components.dup('f');
    }

    /** {@return the variance along each direction, divided by n, descending, at least 0; a copy} */
    public double[] explainedVariance() {
        return variances.clone();
    }

    /** {@return the part of the total variance along each direction; 0 for constant data} */
    public double[] explainedVarianceRatio() {
        return Arrays.stream(variances)
                .map(v -> totalVariance > 0 ? v / totalVariance : 0)
                .toArray();
    }

    /** {@return E‖x - m‖² of the fitted data} */
    public double totalVariance() {
        return totalVariance;
    }

    /** {@return E‖x - x̂‖² of the fitted data, the minimum over all linear autoencoders with p latents} */
    public double reconstructionError() {
        return Math.max(0, totalVariance - Arrays.stream(variances).sum());
    }

    /**
     * The coordinates (x - m)ᵀU of each example.
     *
     * @param x {@code [n, d]}
     * @return {@code [n, p]}, DOUBLE
     */
    public INDArray transform(INDArray x) {
        Shapes.requireMatrix("x", x, features());
        return Doubles.product(Doubles.copy(x).subiRowVector(mean), components);
    }

    /**
     * The reconstructions x̂ = zUᵀ + m.
     *
     * @param z coordinates, {@code [n, p]}
     * @return {@code [n, d]}, DOUBLE
     */
    public INDArray inverseTransform(INDArray z) {
        Shapes.requireMatrix("z", z, size());
        return Doubles.timesTransposed(Doubles.copy(z), components).addiRowVector(mean);
    }

    /**
     * The closest point to each example in the span of the directions.
     *
     * @param x {@code [n, d]}
     * @return {@code [n, d]}, DOUBLE
     */
    public INDArray reconstruct(INDArray x) {
        return inverseTransform(transform(x));
    }

    /**
     * The squared error ‖x - x̂‖² of each example.
     *
     * @param x {@code [n, d]}
     * @return one value per example
     */
    public double[] squaredErrors(INDArray x) {
        INDArray residual = reconstruct(x).rsubi(Doubles.copy(x));
        return Nd4j.toFlattened('c', residual.muli(residual).sum(1)).data().asDouble();
    }

    @Override
    public String toString() {
        return "Pca(" + size() + " of " + features() + ", "
                + Arrays.stream(explainedVarianceRatio()).sum() + " of the variance)";
    }
}
