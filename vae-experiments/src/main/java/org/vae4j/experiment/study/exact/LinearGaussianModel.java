package org.vae4j.experiment.study.exact;

import java.util.Arrays;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.vae4j.dist.Gaussian;
import org.vae4j.math.GaussianNoise;
import org.vae4j.math.StableMath;

/**
 * The linear-Gaussian latent-variable model {@code z ~ N(0, I_k), x|z ~ N(W z + b, s I_d)}, the one continuous model in
 * which everything that a VAE approximates has a closed form (Tipping and Bishop 1999; Bishop 2006, section 12.2).
 * Immutable.
 *
 * <p>x has d dimensions and z has k; W' is the transpose of W. Evidence: {@code x ~ N(b, W W' + s I)}. Posterior:
 * precision {@code P = I + W' W / s}, mean {@code mu = P^-1 W' (x - b) / s}. The two are computed from different
 * matrices, so that one can check the other. An approximation q is {@code N(m, diag(v))}, given by m and log v.
 */
public final class LinearGaussianModel {

    private final RealMatrix weights;
    private final RealVector offset;
    private final double noiseVariance;
    private final RealMatrix precision;
    private final CholeskyDecomposition precisionFactor;
    private final CholeskyDecomposition evidenceFactor;

    /**
     * Makes a model of given parameters.
     *
     * @param weights W, {@code [d][k]}
     * @param offset b, {@code [d]}
     * @param noiseVariance s, above 0
     * @throws IllegalArgumentException if the sizes do not fit or the variance is not positive
     */
    public LinearGaussianModel(double[][] weights, double[] offset, double noiseVariance) {
        if (!(noiseVariance > 0 && Double.isFinite(noiseVariance))) {
            throw new IllegalArgumentException(
                    "noiseVariance: found %s, expected a finite number above 0".formatted(noiseVariance));
        }
        if (weights.length != offset.length) {
            throw new IllegalArgumentException(
                    "found %d rows of weights and %d offsets, expected one of each per dimension"
                            .formatted(weights.length, offset.length));
        }
        this.weights = new Array2DRowRealMatrix(weights, true);
        this.offset = new ArrayRealVector(offset, true);
        this.noiseVariance = noiseVariance;
        RealMatrix transposed = this.weights.transpose();
        this.precision = MatrixUtils.createRealIdentityMatrix(latent())
                .add(transposed.multiply(this.weights).scalarMultiply(1 / noiseVariance));
        this.precisionFactor = new CholeskyDecomposition(precision);
        this.evidenceFactor = new CholeskyDecomposition(this.weights
                .multiply(transposed)
                .add(MatrixUtils.createRealIdentityMatrix(observed()).scalarMultiply(noiseVariance)));
    }

    /**
     * Makes a model with weights drawn from N(0, 1 / k) and offsets from N(0, 1), so that x has about unit signal
     * variance.
     *
     * @param observed d, at least 1
     * @param latent k, at least 1
     * @param noiseVariance s, above 0
     * @param seed the seed of the parameters
     * @return the model
     */
    public static LinearGaussianModel random(int observed, int latent, double noiseVariance, long seed) {
        double[] noise = GaussianNoise.draw(seed, Math.multiplyExact(observed, latent + 1));
        double[][] weights = new double[observed][latent];
        double[] offset = new double[observed];
        for (int i = 0; i < observed; i++) {
            for (int j = 0; j < latent; j++) {
                weights[i][j] = noise[i * latent + j] / Math.sqrt(latent);
            }
            offset[i] = noise[observed * latent + i];
        }
        return new LinearGaussianModel(weights, offset, noiseVariance);
    }

    /**
     * The number of dimensions of x.
     *
     * @return d
     */
    public int observed() {
        return weights.getRowDimension();
    }

    /**
     * The number of dimensions of z.
     *
     * @return k
     */
    public int latent() {
        return weights.getColumnDimension();
    }

    /**
     * Draws an observation, a pure function of the seed.
     *
     * @param seed any number
     * @return x, drawn from p(x)
     */
    public double[] sample(long seed) {
        double[] noise = GaussianNoise.draw(seed, latent() + observed());
        double[] z = Arrays.copyOf(noise, latent());
        double[] x = decode(z);
        for (int i = 0; i < x.length; i++) {
            x[i] += Math.sqrt(noiseVariance) * noise[latent() + i];
        }
        return x;
    }

    /**
     * The mean of the likelihood, {@code W z + b}.
     *
     * @param z latents {@code [k]}
     * @return {@code [d]}
     */
    public double[] decode(double[] z) {
        return weights.operate(new ArrayRealVector(z, false)).add(offset).toArray();
    }

    /**
     * The likelihood, {@code log p(x|z) = log N(x; W z + b, s I)}.
     *
     * @param x an observation {@code [d]}
     * @param z latents {@code [k]}
     * @return nats
     * @throws IllegalArgumentException if x or z has another length
     */
    public double logLikelihood(double[] x, double[] z) {
        requireLength("x", x, observed());
        double[] mean = decode(z);
        double logVariance = Math.log(noiseVariance);
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += Gaussian.logDensity(x[i], mean[i], logVariance);
        }
        return sum;
    }

    /**
     * The prior, {@code log p(z) = log N(z; 0, I)}.
     *
     * @param z latents {@code [k]}
     * @return nats
     */
    public double logPrior(double[] z) {
        requireLength("z", z, latent());
        double sum = 0;
        for (double value : z) {
            sum += Gaussian.logDensity(value, 0, 0);
        }
        return sum;
    }

    /**
     * The gradient of {@code log p(x|z)} with respect to z, {@code W' (x - W z - b) / s}.
     *
     * @param x an observation {@code [d]}
     * @param z latents {@code [k]}
     * @return {@code [k]}
     */
    public double[] logLikelihoodGradient(double[] x, double[] z) {
        RealVector residual = new ArrayRealVector(x, false).subtract(new ArrayRealVector(decode(z), false));
        return weights.preMultiply(residual).mapMultiply(1 / noiseVariance).toArray();
    }

    /**
     * The evidence, {@code log N(x; b, W W' + s I)}.
     *
     * @param x an observation {@code [d]}
     * @return nats
     */
    public double logEvidence(double[] x) {
        RealVector centred = new ArrayRealVector(x, false).subtract(offset);
        double quadratic = centred.dotProduct(evidenceFactor.getSolver().solve(centred));
        return -0.5 * (observed() * StableMath.LOG_TWO_PI + logDeterminant(evidenceFactor) + quadratic);
    }

    /**
     * The mean of the posterior, {@code mu = P^-1 W' (x - b) / s}.
     *
     * @param x an observation {@code [d]}
     * @return {@code [k]}
     */
    public double[] posteriorMean(double[] x) {
        RealVector centred = new ArrayRealVector(x, false).subtract(offset);
        return precisionFactor
                .getSolver()
                .solve(weights.preMultiply(centred).mapMultiply(1 / noiseVariance))
                .toArray();
    }

    /**
     * The precision of the posterior, the same for every x.
     *
     * @return a new matrix {@code [k][k]}
     */
    public double[][] posteriorPrecision() {
        return precision.getData();
    }

    /**
     * The log-variances of the best diagonal Gaussian approximation of the posterior, {@code -log P_jj}: narrower than
     * the marginals of the posterior unless its dimensions are independent.
     *
     * @return {@code [k]}
     */
    public double[] meanFieldLogVar() {
        double[] logVar = new double[latent()];
        for (int j = 0; j < logVar.length; j++) {
            logVar[j] = -Math.log(precision.getEntry(j, j));
        }
        return logVar;
    }

    /**
     * A draw from the posterior, {@code mu + L'^-1 noise} with {@code P = L L'}.
     *
     * @param posteriorMean the mean by {@link #posteriorMean(double[])}
     * @param noise draws from N(0, 1), {@code [k]}
     * @return {@code [k]}
     */
    public double[] posteriorSample(double[] posteriorMean, double[] noise) {
        // The covariance is P^-1 = L'^-1 L^-1, which is that of the y with L' y = noise.
        RealVector solution = new ArrayRealVector(noise, true);
        MatrixUtils.solveUpperTriangularSystem(precisionFactor.getLT(), solution);
        return solution.add(new ArrayRealVector(posteriorMean, false)).toArray();
    }

    /**
     * The density of the posterior, {@code log p(z|x) = log N(z; mu, P^-1)}.
     *
     * @param z latents {@code [k]}
     * @param posteriorMean the mean by {@link #posteriorMean(double[])}
     * @return nats
     */
    public double logPosterior(double[] z, double[] posteriorMean) {
        RealVector centred = new ArrayRealVector(z, true).subtract(new ArrayRealVector(posteriorMean, false));
        double quadratic = centred.dotProduct(precision.operate(centred));
        return -0.5 * (latent() * StableMath.LOG_TWO_PI - logDeterminant(precisionFactor) + quadratic);
    }

    /**
     * The reconstruction term of the evidence lower bound,
     * {@code E_q[log p(x|z)] = log p(x|m) - 1/(2s) sum_j v_j ||W_j||^2} with the columns W_j of W.
     *
     * @param x an observation {@code [d]}
     * @param mean m of q, {@code [k]}
     * @param logVar log v of q, {@code [k]}
     * @return nats
     */
    public double expectedLogLikelihood(double[] x, double[] mean, double[] logVar) {
        requireLength("logVar", logVar, latent());
        double spread = 0;
        for (int j = 0; j < latent(); j++) {
            double norm = weights.getColumnVector(j).getNorm();
            spread += Math.exp(logVar[j]) * norm * norm;
        }
        return logLikelihood(x, mean) - 0.5 * spread / noiseVariance;
    }

    /**
     * The divergence of q from the prior, {@code KL(q || N(0, I)) = 1/2 sum_j (m_j^2 + v_j - 1 - log v_j)}.
     *
     * @param mean m of q, {@code [k]}
     * @param logVar log v of q, {@code [k]}
     * @return nats
     */
    public double klToPrior(double[] mean, double[] logVar) {
        requireLength("mean", mean, latent());
        requireLength("logVar", logVar, latent());
        double sum = 0;
        for (int j = 0; j < latent(); j++) {
            sum += Gaussian.klToStandard(mean[j], logVar[j]);
        }
        return sum;
    }

    /**
     * The evidence lower bound of q, the reconstruction term minus the divergence from the prior.
     *
     * @param x an observation {@code [d]}
     * @param mean m of q, {@code [k]}
     * @param logVar log v of q, {@code [k]}
     * @return nats
     */
    public double elbo(double[] x, double[] mean, double[] logVar) {
        return expectedLogLikelihood(x, mean, logVar) - klToPrior(mean, logVar);
    }

    /**
     * The divergence of q from the posterior,
     * {@code 1/2 ((m - mu)' P (m - mu) - log|P| + sum_j (P_jj v_j - 1 - log v_j))}.
     *
     * @param x an observation {@code [d]}
     * @param mean m of q, {@code [k]}
     * @param logVar log v of q, {@code [k]}
     * @return nats, at least 0
     */
    public double klToPosterior(double[] x, double[] mean, double[] logVar) {
        requireLength("logVar", logVar, latent());
        RealVector distance = new ArrayRealVector(mean, true).subtract(new ArrayRealVector(posteriorMean(x), false));
        double sum = distance.dotProduct(precision.operate(distance)) - logDeterminant(precisionFactor);
        for (int j = 0; j < latent(); j++) {
            sum += precision.getEntry(j, j) * Math.exp(logVar[j]) - 1 - logVar[j];
        }
        return 0.5 * sum;
    }

    /**
     * The gradient of the evidence lower bound with respect to m, {@code P (mu - m)}.
     *
     * @param x an observation {@code [d]}
     * @param mean m of q, {@code [k]}
     * @return {@code [k]}
     */
    public double[] elboGradientOfMean(double[] x, double[] mean) {
        RealVector distance = new ArrayRealVector(posteriorMean(x), false).subtract(new ArrayRealVector(mean, false));
        return precision.operate(distance).toArray();
    }

    /**
     * The gradient of the evidence lower bound with respect to log v_j, {@code (1 - P_jj v_j) / 2}.
     *
     * @param logVar log v of q, {@code [k]}
     * @return {@code [k]}
     */
    public double[] elboGradientOfLogVar(double[] logVar) {
        requireLength("logVar", logVar, latent());
        double[] gradient = new double[latent()];
        for (int j = 0; j < gradient.length; j++) {
            gradient[j] = 0.5 * (1 - precision.getEntry(j, j) * Math.exp(logVar[j]));
        }
        return gradient;
    }

    private static void requireLength(String name, double[] values, int expected) {
        if (values.length != expected) {
            throw new IllegalArgumentException(
                    "%s: found %d values, expected %d".formatted(name, values.length, expected));
        }
    }

    private static double logDeterminant(CholeskyDecomposition factor) {
        RealMatrix lower = factor.getL();
        double sum = 0;
        for (int i = 0; i < lower.getRowDimension(); i++) {
            sum += 2 * Math.log(lower.getEntry(i, i));
        }
        return sum;
    }
}
