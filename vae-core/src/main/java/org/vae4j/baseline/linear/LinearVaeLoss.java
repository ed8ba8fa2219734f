package org.vae4j.baseline.linear;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.baseline.Covariance;
import org.vae4j.math.Doubles;
import org.vae4j.math.StableMath;
import org.vae4j.math.descent.DifferentiableFunction;

/**
 * The negative ELBO of a linear VAE over data of known moments, in nats per example, with its gradient, without
 * sampling.
 *
 * <p>q(z|x) = N(V(x - m), diag D), p(x|z) = N(Wz + m, σ²I), p(z) = N(0, I). With the covariance S of the data, E = Vᵀ
 * and columns w_i of W,
 *
 * <pre>
 * error = tr S - 2 tr(WᵀSE) + tr(WᵀW · EᵀSE) + Σ_i D_i ‖w_i‖²
 * -ELBO = d/2 log 2πσ² + error / 2σ² + ½ (Σ_i D_i + tr(EᵀSE) - Σ_i log D_i - p)
 * toW = (W (EᵀSE + diag D) - SE) / σ²
 * toE = (SE WᵀW - SW) / σ² + SE
 * toLogD_i = ½ (D_i (1 + ‖w_i‖² / σ²) - 1)
 * toLogNoise = ½ (d - error / σ²)
 * </pre>
 *
 * <p>toX is the gradient with respect to X. The minimum is -E[log p(x)] of probabilistic PCA, with orthogonal columns
 * of W (Lucas et al. 2019, "Don't blame the ELBO!", section 4). The variables are W, E, log D, and log σ² where it is
 * learned, column by column.
 */
public final class LinearVaeLoss implements DifferentiableFunction {

    /** ‖w_i‖² / σ² that a collapsing latent keeps, because it could not leave an exact 0 again. */
    private static final double LEAST_SHARE = 1e-6;

    /** d times the variance of the first entries of W and V. */
    private static final double START_VARIANCE = 0.1;

    private final INDArray covariance;
    private final double totalVariance;
    private final int p;
    private final boolean learnsNoise;
    private final double fixedNoiseVariance;

    private LinearVaeLoss(Covariance data, int p, boolean learnsNoise, double noiseVariance) {
        if (p < 1) {
            throw new IllegalArgumentException("found p = " + p + ", expected p >= 1");
        }
        this.covariance = data.matrix();
        this.totalVariance = data.totalVariance();
        this.p = p;
        this.learnsNoise = learnsNoise;
        this.fixedNoiseVariance = noiseVariance;
    }

    /**
     * The loss of a VAE whose variables include the noise variance.
     *
     * @param data mean and covariance; the model is centred at its mean
     * @param p latent dimensions, at least 1; may exceed the features of the data
     * @return the loss
     */
    public static LinearVaeLoss withLearnedNoise(Covariance data, int p) {
        return new LinearVaeLoss(data, p, true, Double.NaN);
    }

    /**
     * The loss of a VAE with a given noise variance.
     *
     * @param data mean and covariance; the model is centred at its mean
     * @param p latent dimensions, at least 1; may exceed the features of the data
     * @param noiseVariance σ², finite and above 0
     * @return the loss
     */
    public static LinearVaeLoss withNoise(Covariance data, int p, double noiseVariance) {
        if (!(noiseVariance > 0) || Double.isInfinite(noiseVariance)) {
            throw new IllegalArgumentException("found noiseVariance = " + noiseVariance + ", expected a variance > 0");
        }
        return new LinearVaeLoss(data, p, false, noiseVariance);
    }

    /** {@return whether σ² is among the variables} */
    public boolean learnsNoise() {
        return learnsNoise;
    }

    @Override
    public int size() {
        return 2 * features() * p + p + (learnsNoise ? 1 : 0);
    }

    private int features() {
        return covariance.rows();
    }

    /**
     * The first point of a training: small random W and V, D = 1, and σ² the mean variance of a feature.
     *
     * @param noise standard normal numbers, at least 2·d·p
     * @return the variables
     */
    public double[] start(double[] noise) {
        int needed = 2 * features() * p;
        if (noise.length < needed) {
            throw new IllegalArgumentException(
                    "found " + noise.length + " numbers of noise, expected at least " + needed);
        }
        double[] point = new double[size()];
        double scale = Math.sqrt(START_VARIANCE / features());
        for (int i = 0; i < needed; i++) {
            point[i] = scale * noise[i];
        }
        if (learnsNoise) {
            point[size() - 1] = Math.log(totalVariance / features());
        }
        return point;
    }

    /**
     * The decoder W.
     *
     * @param point the variables
     * @return {@code [d, p]}
     */
    public INDArray decoder(double[] point) {
        return matrix(point, 0);
    }

    /**
     * The encoder V.
     *
     * @param point the variables
     * @return {@code [p, d]}
     */
    public INDArray encoder(double[] point) {
        return matrix(point, features() * p).transpose().dup('f');
    }

    /**
     * The posterior's variances D.
     *
     * @param point the variables
     * @return p values
     */
    public double[] posteriorVariances(double[] point) {
        int from = 2 * features() * p;
        return Arrays.stream(point, from, from + p).map(Math::exp).toArray();
    }

    /**
     * The noise variance.
     *
     * @param point the variables
     * @return σ², above 0
     */
    public double noiseVariance(double[] point) {
        return learnsNoise ? Math.exp(point[size() - 1]) : fixedNoiseVariance;
    }

    /**
     * The divergence E[KL(q(z_i|x) ‖ p(z_i))] of each latent dimension, which is near 0 where the posterior has
     * collapsed.
     *
     * @param point the variables
     * @return one value per dimension, nats per example
     */
    public double[] klNats(double[] point) {
        INDArray e = matrix(point, features() * p);
        INDArray code = Doubles.transposedTimes(e, Doubles.product(covariance, e));
        double[] variances = posteriorVariances(point);
        double[] kl = new double[p];
        for (int i = 0; i < p; i++) {
            kl[i] = 0.5 * (variances[i] + code.getDouble(i, i) - Math.log(variances[i]) - 1);
        }
        return kl;
    }

    /**
     * The best linear VAE whose columns of W lie in the span of the given W: with the directions u_i and variances s_i
     * of the data within that span, w_i = √(s_i - σ²) u_i, v_i = w_i / (‖w_i‖² + σ²), D_i = σ² / (‖w_i‖² + σ²) and,
     * where it is learned, σ² = (tr S - Σ s_i) / (d - p), which is probabilistic PCA in that span. The ELBO hardly
     * changes when W rotates between directions of similar variances, so gradients take thousands of iterations for
     * that. A latent with s_i below σ² keeps ‖w_i‖² = 1e-6 σ², because later directions could not enter the span from
     * 0.
     *
     * @param point the variables, with independent columns of W
     * @return the variables of the best; the given ones where p = d and σ² is learned
     */
    public double[] bestInSpan(double[] point) {
        Span span = Span.of(decoder(point), covariance);
        double[] s = span.variances();
        double noise = learnsNoise ? (totalVariance - Arrays.stream(s).sum()) / (features() - p) : fixedNoiseVariance;
        if (!(noise > 0)) {
            return point;
        }
        double[] w = new double[p];
        double[] v = new double[p];
        double[] best = point.clone();
        for (int i = 0; i < p; i++) {
            w[i] = Math.sqrt(Math.max(s[i] - noise, LEAST_SHARE * noise));
            double marginal = w[i] * w[i] + noise;
            v[i] = w[i] / marginal;
            best[2 * features() * p + i] = Math.log(noise / marginal);
        }
        write(Doubles.scaleColumns(span.directions(), w), best, 0);
        write(Doubles.scaleColumns(span.directions(), v), best, features() * p);
        if (learnsNoise) {
            best[size() - 1] = Math.log(noise);
        }
        return best;
    }

    @Override
    public double evaluate(double[] point, double[] gradient) {
        int d = features();
        INDArray w = matrix(point, 0);
        INDArray e = matrix(point, d * p);
        double[] variances = posteriorVariances(point);
        double noise = noiseVariance(point);
        INDArray se = Doubles.product(covariance, e);
        INDArray code = Doubles.transposedTimes(e, se);
        INDArray gram = Doubles.transposedTimes(w, w);
        double error = totalVariance - 2 * dot(w, se) + dot(gram, code);
        double kl = 0;
        // E[z zᵀ] under the data is EᵀSE + diag D.
        INDArray secondMoment = code.dup('f');
        for (int i = 0; i < p; i++) {
            error += variances[i] * gram.getDouble(i, i);
            kl += 0.5 * (variances[i] + code.getDouble(i, i) - Math.log(variances[i]) - 1);
            secondMoment.putScalar(i, i, code.getDouble(i, i) + variances[i]);
            gradient[2 * d * p + i] = 0.5 * (variances[i] * (1 + gram.getDouble(i, i) / noise) - 1);
        }
        write(Doubles.product(w, secondMoment).subi(se).divi(noise), gradient, 0);
        INDArray toE = Doubles.product(se, gram).subi(Doubles.product(covariance, w));
        write(toE.divi(noise).addi(se), gradient, d * p);
        if (learnsNoise) {
            gradient[size() - 1] = 0.5 * (d - error / noise);
        }
        return 0.5 * (d * (StableMath.LOG_TWO_PI + Math.log(noise)) + error / noise) + kl;
    }

    private INDArray matrix(double[] point, int from) {
        return Doubles.matrix(Arrays.copyOfRange(point, from, from + features() * p), features(), p);
    }

    private static double dot(INDArray a, INDArray b) {
        return a.mul(b).sumNumber().doubleValue();
    }

    private static void write(INDArray values, double[] gradient, int at) {
        double[] flat = Doubles.values(values);
        System.arraycopy(flat, 0, gradient, at, flat.length);
    }
}
