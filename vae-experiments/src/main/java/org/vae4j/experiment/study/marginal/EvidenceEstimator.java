package org.vae4j.experiment.study.marginal;

import org.vae4j.dist.Gaussian;
import org.vae4j.experiment.study.exact.LinearGaussianModel;
import org.vae4j.math.GaussianNoise;
import org.vae4j.math.LogSumExp;

/**
 * Estimates log p(x) as the log of an average weight over draws of z:
 * {@code log 1/S sum_s w_s} with {@code w = p(x|z) p(z) / r(z)} and z drawn from r.
 *
 * <p>The average is right on average whatever r is; its logarithm is too low on average (Jensen), the more so the more
 * the weights vary. They vary least where r is close to the posterior, and not at all where r is the posterior.
 */
public enum EvidenceEstimator {

    /** Naive Monte Carlo: z from the prior, weights p(x|z). */
    PRIOR("naive: z from the prior") {
        @Override
        double logWeight(LinearGaussianModel model, double[] x, double[] mean, double[] noise) {
            return model.logLikelihood(x, noise);
        }
    },

    /** Importance sampling from the best diagonal Gaussian, what the encoder of a VAE would give at best. */
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
     * The log-weight of one draw.
     *
     * @param model whose evidence is estimated
     * @param x the observation
     * @param mean of the posterior
     * @param noise draws from N(0, 1), one per latent
     */
    abstract double logWeight(LinearGaussianModel model, double[] x, double[] mean, double[] noise);

    /**
     * Log-weights, a pure function of the seed.
     *
     * @param model whose evidence is estimated
     * @param x the observation
     * @param samples how many
     * @param seed any number
     * @return nats, one per draw
     */
    public double[] logWeights(LinearGaussianModel model, double[] x, int samples, long seed) {
        int k = model.latent();
        double[] mean = model.posteriorMean(x);
        double[] noise = GaussianNoise.draw(seed, samples * k);
        double[] weights = new double[samples];
        for (int s = 0; s < samples; s++) {
            double[] draw = new double[k];
            System.arraycopy(noise, s * k, draw, 0, k);
            weights[s] = logWeight(model, x, mean, draw);
        }
        return weights;
    }

    /**
     * The estimate from the first of given log-weights.
     *
     * @param logWeights as {@link #logWeights} gives them
     * @param samples how many of them to use, at least 1
     * @return an estimate of log p(x), nats
     */
    public static double estimate(double[] logWeights, int samples) {
        LogSumExp sum = new LogSumExp();
        for (int s = 0; s < samples; s++) {
            sum.add(logWeights[s]);
        }
        return sum.mean();
    }

    /**
     * How many of the draws count, {@code (sum w)^2 / sum w^2}: S for equal weights, 1 if one draw dominates.
     *
     * @param logWeights as {@link #logWeights} gives them
     * @return in [1, S]
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
