package org.vae4j.experiment.study.marginal;

import org.vae4j.dist.Gaussian;
import org.vae4j.experiment.study.exact.LinearGaussianModel;
import org.vae4j.math.GaussianNoise;
import org.vae4j.math.LogSumExp;

/**
 * Estimators of log p(x) by the log of an average weight over draws of z:
 * {@code log 1/S sum_s w_s} with {@code w = p(x|z) p(z) / r(z)} and z drawn from a proposal r.
 *
 * <p>The average weight is an unbiased estimate of p(x) for every r. Its logarithm is too low on average (Jensen's
 * inequality), and more so the more the weights vary. They vary little if r is close to the posterior, and not at all
 * if r is the posterior.
 */
public enum EvidenceEstimator {

    /** Naive Monte Carlo: z from the prior, weights p(x|z). */
    PRIOR("naive: z from the prior") {
        @Override
        double logWeight(LinearGaussianModel model, double[] x, double[] mean, double[] noise) {
            return model.logLikelihood(x, noise);
        }
    },

    /** Importance sampling from the best diagonal Gaussian, which is the best that the encoder of a VAE can give. */
    MEAN_FIELD("z from a diagonal q(z|x)") {
        @Override
        double logWeight(LinearGaussianModel model, double[] x, double[] mean, double[] noise) {
            double[] logVar = model.meanFieldLogVar();
            double[] z = new double[noise.length];
            double logProposal = 0;
            for (int j = 0; j < z.length; j++) {
                z[j] = Gaussian.sample(mean[j], logVar[j], noise[j]);
                logProposal += Gaussian.logDensity(z[j], mean[j], logVar[j]);
            }
            return model.logLikelihood(x, z) + model.logPrior(z) - logProposal;
        }
    },

    /** Importance sampling from the exact posterior: every weight is p(x). */
    POSTERIOR("z from the posterior") {
        @Override
        double logWeight(LinearGaussianModel model, double[] x, double[] mean, double[] noise) {
            double[] z = model.posteriorSample(mean, noise);
            return model.logLikelihood(x, z) + model.logPrior(z) - model.logPosterior(z, mean);
        }
    };

    private final String label;

    EvidenceEstimator(String label) {
        this.label = label;
    }

    /** {@return the words for this estimator in tables and legends} */
    public String label() {
        return label;
    }

    /**
     * The log-weight of one draw, {@code log p(x|z) + log p(z) - log r(z)}.
     *
     * @param model the model whose evidence is estimated
     * @param x the observation
     * @param mean the mean of the posterior
     * @param noise draws from N(0, 1), one per latent, which z is made from
     */
    abstract double logWeight(LinearGaussianModel model, double[] x, double[] mean, double[] noise);

    /**
     * Draws log-weights, a pure function of the seed.
     *
     * @param model the model whose evidence is estimated
     * @param x the observation
     * @param samples the number of draws of z
     * @param seed any number
     * @return nats, one per draw
     */
    public double[] logWeights(LinearGaussianModel model, double[] x, int samples, long seed) {
        int k = model.latent();
        double[] mean = model.posteriorMean(x);
        double[] noise = GaussianNoise.draw(seed, Math.multiplyExact(samples, k));
        double[] weights = new double[samples];
        for (int s = 0; s < samples; s++) {
            double[] draw = new double[k];
            System.arraycopy(noise, s * k, draw, 0, k);
            weights[s] = logWeight(model, x, mean, draw);
        }
        return weights;
    }

    /**
     * Estimates log p(x) from the first log-weights, {@code log 1/samples sum_s exp(logWeights_s)}.
     *
     * @param logWeights log-weights by {@link #logWeights}
     * @param samples the number of them to use, from 1 to all
     * @return an estimate of log p(x), nats
     * @throws IllegalArgumentException if the number is out of range
     */
    public static double estimate(double[] logWeights, int samples) {
        if (samples < 1 || samples > logWeights.length) {
            throw new IllegalArgumentException(
                    "samples: found %d, expected a number from 1 to %d".formatted(samples, logWeights.length));
        }
        LogSumExp sum = new LogSumExp();
        for (int s = 0; s < samples; s++) {
            sum.add(logWeights[s]);
        }
        return sum.mean();
    }

    /**
     * The effective sample size, {@code (sum w)^2 / sum w^2}: S for equal weights, 1 if one draw dominates.
     *
     * @param logWeights log-weights by {@link #logWeights}
     * @return a number from 1 to S
     */
    public static double effectiveSamples(double[] logWeights) {
        LogSumExp sum = new LogSumExp();
        LogSumExp squares = new LogSumExp();
        for (double w : logWeights) {
            sum.add(w);
            squares.add(2 * w);
        }
        return Math.exp(2 * sum.value() - squares.value());
    }
}
