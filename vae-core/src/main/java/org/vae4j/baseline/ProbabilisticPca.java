package org.vae4j.baseline;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.vae4j.math.Doubles;
import org.vae4j.math.GaussianNoise;
import org.vae4j.math.Shapes;
import org.vae4j.math.StableMath;
import org.vae4j.math.Streams;

/**
 * Probabilistic principal component analysis: z ~ N(0, I), x|z ~ N(Wz + m, σ²I), hence x ~ N(m, C), C = WWᵀ + σ²I.
 *
 * <p>The likelihood is greatest at W = U(Λ - σ²I)^½ with U, Λ of {@link Pca} and σ² the mean of the d - p smallest
 * eigenvalues of the covariance (Tipping and Bishop 1999, equations 7 and 8, with the rotation R = I). No d × d matrix
 * is inverted. A linear VAE at its optimum is this model, so that its exact log p(x) can check estimators. Immutable;
 * computed in double.
 */
public final class ProbabilisticPca {

    private final INDArray mean;
    private final INDArray loadings;
    private final double noiseVariance;
    /** The decomposition of M = WᵀW + σ²I, {@code [p, p]}, whose eigenvalues are those of C within the span of W. */
    private final SymmetricEigen eigenOfM;

    private final INDArray inverseM;

    private ProbabilisticPca(INDArray mean, INDArray loadings, double noiseVariance) {
        this.mean = mean;
        this.loadings = loadings;
        this.noiseVariance = noiseVariance;
        INDArray m = Doubles.transposedTimes(loadings, loadings);
        this.eigenOfM =
                SymmetricEigen.of(m.add(Nd4j.eye(m.rows()).castTo(m.dataType()).muli(noiseVariance)));
        this.inverseM = inverse(eigenOfM);
    }

    /**
     * Creates a model of given parameters, for example of a trained linear decoder. The arrays are copied.
     *
     * @param mean m, {@code [1, d]}, finite
     * @param loadings W, {@code [d, p]}, finite
     * @param noiseVariance σ², finite and above 0
     * @return the model
     * @throws IllegalArgumentException if the shapes do not fit or a number is out of range
     */
    public static ProbabilisticPca of(INDArray mean, INDArray loadings, double noiseVariance) {
        Shapes.requireMatrix("loadings", loadings);
        Shapes.requireMatrix("mean", mean, loadings.rows());
        if (mean.rows() != 1) {
            throw new IllegalArgumentException("mean: found " + mean.rows() + " rows, expected 1");
        }
        requireFinite("mean", mean);
        requireFinite("loadings", loadings);
        if (!(noiseVariance > 0) || Double.isInfinite(noiseVariance)) {
            throw new IllegalArgumentException(
                    "found noiseVariance = " + noiseVariance + ", expected a finite number > 0");
        }
        return new ProbabilisticPca(Doubles.copy(mean), Doubles.copy(loadings), noiseVariance);
    }

    private static void requireFinite(String name, INDArray values) {
        if (!Double.isFinite(values.sumNumber().doubleValue())) {
            throw new IllegalArgumentException(name + ": found a NaN or an infinity, expected finite numbers");
        }
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
        double remaining = pca.reconstructionError();
        if (!(remaining > d * Math.ulp(1.0) * pca.totalVariance())) {
            throw new IllegalArgumentException(
                    "found data without variance outside " + p + " dimensions, expected some:"
                            + " its density is infinite; choose p below the rank of the data or add noise to it");
        }
        double noise = remaining / (d - p);
        double[] scales = Arrays.stream(pca.explainedVariance())
                .map(v -> Math.sqrt(Math.max(0, v - noise)))
                .toArray();
        return new ProbabilisticPca(pca.mean(), Doubles.scaleColumns(pca.components(), scales), noise);
    }

    private static void requireRange(int p, int features) {
        if (p < 1 || p >= features) {
            throw new IllegalArgumentException("found p = " + p + ", expected 1 to " + (features - 1) + ": with "
                    + features + " features at least one must be left to the noise");
        }
    }

    /** {@return d, the length of an example x} */
    public int features() {
        return loadings.rows();
    }

    /** {@return p, the number of latent dimensions} */
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
     * The log-density log p(x) = -½ (d log 2π + log|C| + rᵀC⁻¹r) of each example, with r = x - m.
     *
     * @param x {@code [n, d]}
     * @return one value per example, nats
     */
    public double[] logLikelihood(INDArray x) {
        INDArray centred = centred(x);
        INDArray z = meanOfCentred(centred);
        INDArray residual = Doubles.timesTransposed(z, loadings).rsubi(centred);
        double constant = features() * StableMath.LOG_TWO_PI + logDeterminant();
        // rᵀC⁻¹r = min over z of ‖r - Wz‖²/σ² + ‖z‖², reached at the posterior mean: no terms of the sum cancel.
        INDArray quadratic =
                residual.muli(residual).sum(1).divi(noiseVariance).addi(z.mul(z).sum(1));
        return Arrays.stream(Nd4j.toFlattened('c', quadratic).data().asDouble())
                .map(q -> -0.5 * (constant + q))
                .toArray();
    }

    /**
     * The mean of {@link #logLikelihood} over data of known moments, -½ (d log 2π + log|C| + tr C⁻¹S) with the second
     * moment S about m, by tr C⁻¹S = (tr S - tr M⁻¹WᵀSW) / σ². It takes d²p operations. The difference of the traces
     * loses digits where σ² is small beside tr S.
     *
     * @param covariance mean and covariance of the data
     * @return nats per example
     */
    public double meanLogLikelihood(Covariance covariance) {
        if (covariance.features() != features()) {
            throw new IllegalArgumentException("found the covariance of " + covariance.features()
                    + " features, expected " + features() + " as the model has");
        }
        INDArray shift = covariance.mean().sub(mean);
        INDArray s = covariance.matrix().add(Doubles.transposedTimes(shift, shift));
        INDArray sw = Doubles.product(s, loadings);
        INDArray wsw = Doubles.transposedTimes(loadings, sw);
        double explained = inverseM.mul(wsw).sumNumber().doubleValue();
        double trace = 0;
        for (int i = 0; i < features(); i++) {
            trace += s.getDouble(i, i);
        }
        return -0.5 * (features() * StableMath.LOG_TWO_PI + logDeterminant() + (trace - explained) / noiseVariance);
    }

    /** log|C|. */
    private double logDeterminant() {
        return Arrays.stream(eigenOfM.values()).map(Math::log).sum() + (features() - size()) * Math.log(noiseVariance);
    }

    /**
     * The posterior mean E[z|x] = M⁻¹Wᵀ(x - m) with M = WᵀW + σ²I.
     *
     * @param x {@code [n, d]}
     * @return {@code [n, p]}, DOUBLE
     */
    public INDArray posteriorMean(INDArray x) {
        return meanOfCentred(centred(x));
    }

    /** {@return Cov[z|x] = σ²M⁻¹, the same for every x, {@code [p, p]}, DOUBLE} */
    public INDArray posteriorCovariance() {
        return inverseM.mul(noiseVariance);
    }

    /**
     * The decoded mean E[x|z] = Wz + m.
     *
     * @param z {@code [n, p]}
     * @return {@code [n, d]}, DOUBLE
     */
    public INDArray decode(INDArray z) {
        Shapes.requireMatrix("z", z, size());
        return Doubles.timesTransposed(Doubles.copy(z), loadings).addiRowVector(mean);
    }

    /**
     * Draws from p(x).
     *
     * @param count the number of draws, ≥ 1
     * @param seed the seed of the draws
     * @return {@code [count, d]}, DOUBLE
     */
    public INDArray sample(int count, long seed) {
        if (count < 1) {
            throw new IllegalArgumentException("found count = " + count + ", expected a number >= 1");
        }
        int latents = Math.multiplyExact(count, size());
        INDArray z = Doubles.matrix(GaussianNoise.draw(Streams.derive(seed, "latent"), latents), count, size());
        double[] noise = GaussianNoise.draw(Streams.derive(seed, "observation"), Math.multiplyExact(count, features()));
        return decode(z).addi(Doubles.matrix(noise, count, features()).muli(Math.sqrt(noiseVariance)));
    }

    private INDArray centred(INDArray x) {
        Shapes.requireMatrix("x", x, features());
        return Doubles.copy(x).subiRowVector(mean);
    }

    private INDArray meanOfCentred(INDArray centred) {
        return Doubles.product(Doubles.product(centred, loadings), inverseM);
    }

    private static INDArray inverse(SymmetricEigen eigen) {
        double[] reciprocal = Arrays.stream(eigen.values()).map(v -> 1 / v).toArray();
        return Doubles.timesTransposed(Doubles.scaleColumns(eigen.vectors(), reciprocal), eigen.vectors());
    }
}
