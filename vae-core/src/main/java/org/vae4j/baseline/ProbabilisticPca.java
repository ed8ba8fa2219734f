package org.vae4j.baseline;

import java.util.Arrays;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.LUDecomposition;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.vae4j.math.GaussianNoise;
import org.vae4j.math.Shapes;
import org.vae4j.math.Streams;

/**
 * Probabilistic principal component analysis: z ~ N(0, I), x|z ~ N(Wz + m, σ²I), hence x ~ N(m, C), C = WWᵀ + σ²I.
 *
 * <p>The likelihood is greatest at W = U(Λ - σ²I)^½, σ² = the mean of the d - p smallest eigenvalues of the covariance,
 * with U, Λ of {@link Pca} (Tipping and Bishop 1999, equations 7 and 8, with the rotation R = I); nothing of d × d is ever
 * inverted. It is what a linear VAE tends to, and the exact log p(x) that estimators are tested against. Immutable;
 * computed in double.
 */
public final class ProbabilisticPca {

    private static final double LOG_TWO_PI = Math.log(2 * Math.PI);

    private final INDArray mean;
    private final INDArray loadings;
    private final double noiseVariance;
    /** Of M = WᵀW + σ²I, whose eigenvectors diagonalise C in the span of W. */
    private final SymmetricEigen precision;

    private ProbabilisticPca(INDArray mean, INDArray loadings, double noiseVariance) {
        this.mean = mean;
        this.loadings = loadings;
        this.noiseVariance = noiseVariance;
        INDArray m = Doubles.product(loadings, true, loadings, false);
        this.precision =
                SymmetricEigen.of(m.add(Nd4j.eye(m.rows()).castTo(m.dataType()).muli(noiseVariance)));
    }

    /**
     * A model of given parameters, for example of a trained linear decoder.
     *
     * @param mean m, {@code [1, d]}
     * @param loadings W, {@code [d, p]}
     * @param noiseVariance σ², finite and above 0
     * @return the model; arrays are copied
     */
    public static ProbabilisticPca of(INDArray mean, INDArray loadings, double noiseVariance) {
        Shapes.requireMatrix("loadings", loadings);
        Shapes.requireMatrix("mean", mean, loadings.rows());
        if (!(noiseVariance > 0) || Double.isInfinite(noiseVariance)) {
            throw new IllegalArgumentException(
                    "found noiseVariance = " + noiseVariance + ", expected a finite number > 0");
        }
        return new ProbabilisticPca(Doubles.copy(mean), Doubles.copy(loadings), noiseVariance);
    }

    /**
     * The model of greatest likelihood.
     *
     * @param x examples, {@code [n, d]}
     * @param p latent dimensions, 1 to d - 1 and less than the rank of the centred data
     * @return the model
     * @throws IllegalArgumentException if there is none because the data lies in p dimensions, or x is not finite
     */
    public static ProbabilisticPca fit(INDArray x, int p) {
        requireRange(p, Shapes.requireMatrix("x", x).columns());
        return of(Pca.fit(x, p));
    }

    /**
     * The model of greatest likelihood.
     *
     * @param covariance mean and covariance of the data
     * @param p latent dimensions, 1 to d - 1 and less than the rank of the covariance
     * @return the model
     * @throws IllegalArgumentException if there is none because the data lies in p dimensions
     */
    public static ProbabilisticPca fit(Covariance covariance, int p) {
        requireRange(p, covariance.features());
        return of(Pca.fit(covariance, p));
    }

    /**
     * The model of greatest likelihood in the span of an analysis.
     *
     * @param pca of 1 to d - 1 directions
     * @return the model
     * @throws IllegalArgumentException if no variance is left for the noise
     */
    public static ProbabilisticPca of(Pca pca) {
        int d = pca.features();
        int p = pca.size();
        requireRange(p, d);
        double left = pca.reconstructionError();
        if (!(left > d * Math.ulp(1.0) * pca.totalVariance()) || pca.totalVariance() == 0) {
            throw new IllegalArgumentException(
                    "found data without variance outside " + p + " dimensions, expected some:"
                            + " its density is infinite; choose p below the rank of the data or add noise to it");
        }
        double noise = left / (d - p);
        double[] scales = Arrays.stream(pca.explainedVariance())
                .map(v -> Math.sqrt(Math.max(0, v - noise)))
                .toArray();
        return new ProbabilisticPca(pca.mean(), Doubles.scaleColumns(pca.components(), scales), noise);
    }

    /**
     * The same model by expectation maximisation, which needs no decomposition of the covariance and converges linearly
     * (Tipping and Bishop 1999, equations 29 and 30).
     *
     * @param covariance mean and covariance of the data
     * @param p latent dimensions, 1 to d - 1
     * @param iterations at most
     * @param tolerance it ends when σ² and W change by less than this part in one iteration
     * @param seed of the first W
     * @return the model, W up to a rotation of its columns
     */
    public static ProbabilisticPca em(Covariance covariance, int p, int iterations, double tolerance, long seed) {
        int d = covariance.features();
        requireRange(p, d);
        INDArray s = covariance.matrix();
        double total = covariance.totalVariance();
        if (!(total > 0)) {
            throw new IllegalArgumentException("found data without variance, expected some: its density is infinite");
        }
        double noise = total / d;
        INDArray w = Doubles.matrix(GaussianNoise.draw(Streams.derive(seed, "init"), d * p), d, p)
                .muli(Math.sqrt(noise));
        INDArray eye = Nd4j.eye(p).castTo(s.dataType());
        for (int i = 0; i < iterations; i++) {
            INDArray m = Doubles.product(w, true, w, false).addi(eye.mul(noise));
            INDArray sw = Doubles.product(s, false, w, false);
            INDArray inverseM = inverse(m);
            INDArray wsw = Doubles.product(w, true, sw, false);
            INDArray inner = Doubles.product(inverseM, false, wsw, false).addi(eye.mul(noise));
            INDArray next = Doubles.product(sw, false, inverseOfAny(inner), false);
            INDArray fitted = Doubles.product(inverseM, false, next, true);
            double nextNoise = (total - sw.mul(fitted.transpose()).sumNumber().doubleValue()) / d;
            double change = next.sub(w).norm2Number().doubleValue();
            boolean done = change <= tolerance * next.norm2Number().doubleValue()
                    && Math.abs(nextNoise - noise) <= tolerance * nextNoise;
            w = next;
            noise = nextNoise;
            if (!(noise > d * Math.ulp(1.0) * total)) {
                throw new IllegalArgumentException("found data without variance outside " + p
                        + " dimensions, expected some: its density is infinite; choose p below the rank of the data");
            }
            if (done) {
                break;
            }
        }
        return new ProbabilisticPca(covariance.mean(), w, noise);
    }

    private static INDArray inverse(INDArray symmetric) {
        SymmetricEigen eigen = SymmetricEigen.of(symmetric);
        double[] reciprocal = Arrays.stream(eigen.values()).map(v -> 1 / v).toArray();
        return Doubles.product(Doubles.scaleColumns(eigen.vectors(), reciprocal), false, eigen.vectors(), true);
    }

    /** σ²I + M⁻¹WᵀSW is similar to a symmetric matrix but is none itself; it is p × p. */
    private static INDArray inverseOfAny(INDArray matrix) {
        int p = matrix.rows();
        double[] values = Doubles.values(matrix);
        double[][] rows = new double[p][p];
        for (int i = 0; i < values.length; i++) {
            rows[i % p][i / p] = values[i];
        }
        double[][] inverse = new LUDecomposition(new Array2DRowRealMatrix(rows, false))
                .getSolver()
                .getInverse()
                .getData();
        for (int i = 0; i < values.length; i++) {
            values[i] = inverse[i % p][i / p];
        }
        return Doubles.matrix(values, p, p);
    }

    private static void requireRange(int p, int features) {
        if (p < 1 || p >= features) {
            throw new IllegalArgumentException("found p = " + p + ", expected 1 to " + (features - 1) + ": with "
                    + features + " features at least one must be left to the noise");
        }
    }

    /** {@return d} */
    public int features() {
        return loadings.rows();
    }

    /** {@return p} */
    public int size() {
        return loadings.columns();
    }

    /** {@return m, {@code [1, d]}, DOUBLE, a copy} */
    public INDArray mean() {
        return mean.dup('f');
    }

    /** {@return W, {@code [d, p]}, DOUBLE, a copy} */
    public INDArray loadings() {
        return loadings.dup('f');
    }

    /** {@return σ²} */
    public double noiseVariance() {
        return noiseVariance;
    }

    /**
     * log p(x) = -½ (d log 2π + log|C| + (x - m)ᵀC⁻¹(x - m)) of each example, in nats.
     *
     * @param x {@code [n, d]}
     * @return one value an example
     */
    public double[] logLikelihood(INDArray x) {
        INDArray centred = centred(x);
        INDArray z = meanOfCentred(centred);
        INDArray residual = Doubles.product(z, false, loadings, true).rsubi(centred);
        double constant = features() * LOG_TWO_PI + logDeterminant();
        // rᵀC⁻¹r = min over z of ‖r - Wz‖²/σ² + ‖z‖², reached at the posterior mean: a sum, so nothing cancels.
        INDArray quadratic =
                residual.muli(residual).sum(1).divi(noiseVariance).addi(z.mul(z).sum(1));
        return Arrays.stream(Nd4j.toFlattened('c', quadratic).data().asDouble())
                .map(q -> -0.5 * (constant + q))
                .toArray();
    }

    /**
     * E[log p(x)] over data of known moments, in nats per example.
     *
     * @param covariance mean and covariance of the data
     * @return the mean of {@link #logLikelihood} over that data
     */
    public double meanLogLikelihood(Covariance covariance) {
        INDArray shift = covariance.mean().subi(mean);
        INDArray s = covariance.matrix().addi(Doubles.product(shift, true, shift, false));
        INDArray sw = Doubles.product(s, false, loadings, false);
        INDArray wsw = Doubles.product(loadings, true, sw, false);
        double explained = inverse(Doubles.product(loadings, true, loadings, false)
                        .addi(Nd4j.eye(size()).castTo(s.dataType()).muli(noiseVariance)))
                .mul(wsw)
                .sumNumber()
                .doubleValue();
        double trace = 0;
        for (int i = 0; i < features(); i++) {
            trace += s.getDouble(i, i);
        }
        return -0.5 * (features() * LOG_TWO_PI + logDeterminant() + (trace - explained) / noiseVariance);
    }

    private double logDeterminant() {
        return Arrays.stream(precision.values()).map(Math::log).sum() + (features() - size()) * Math.log(noiseVariance);
    }

    /**
     * E[z|x] = M⁻¹Wᵀ(x - m), M = WᵀW + σ²I.
     *
     * @param x {@code [n, d]}
     * @return {@code [n, p]}, DOUBLE
     */
    public INDArray posteriorMean(INDArray x) {
        return meanOfCentred(centred(x));
    }

    /** {@return Cov[z|x] = σ²M⁻¹, the same for every x, {@code [p, p]}, DOUBLE} */
    public INDArray posteriorCovariance() {
        return inverseM().muli(noiseVariance);
    }

    /**
     * E[x|z] = Wz + m.
     *
     * @param z {@code [n, p]}
     * @return {@code [n, d]}, DOUBLE
     */
    public INDArray decode(INDArray z) {
        Shapes.requireMatrix("z", z, size());
        return Doubles.product(Doubles.copy(z), false, loadings, true).addiRowVector(mean);
    }

    /**
     * Draws from p(x).
     *
     * @param count how many
     * @param seed of the draw
     * @return {@code [count, d]}, DOUBLE
     */
    public INDArray sample(int count, long seed) {
        INDArray z = Doubles.matrix(GaussianNoise.draw(Streams.derive(seed, "latent"), count * size()), count, size());
        double[] noise = GaussianNoise.draw(Streams.derive(seed, "observation"), count * features());
        return decode(z).addi(Doubles.matrix(noise, count, features()).muli(Math.sqrt(noiseVariance)));
    }

    private INDArray centred(INDArray x) {
        Shapes.requireMatrix("x", x, features());
        return Doubles.copy(x).subiRowVector(mean);
    }

    private INDArray meanOfCentred(INDArray centred) {
        return Doubles.product(Doubles.product(centred, false, loadings, false), false, inverseM(), false);
    }

    private INDArray inverseM() {
        double[] reciprocal = Arrays.stream(precision.values()).map(v -> 1 / v).toArray();
        return Doubles.product(Doubles.scaleColumns(precision.vectors(), reciprocal), false, precision.vectors(), true);
    }
}
