package org.vae4j.experiment.study.exact;

import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.vae4j.info.Bayes;
import org.vae4j.info.Divergence;
import org.vae4j.info.Probabilities;
import org.vae4j.math.StableMath;

/**
 * A latent-variable model with finitely many latents and observations, {@code p(x, z) = p(z) p(x|z)}, where every sum
 * can be carried out. Immutable.
 */
public final class DiscreteModel {

    private final double[] prior;
    /** likelihood[z][x] is p(x|z). */
    private final double[][] likelihood;

    private DiscreteModel(double[] prior, double[][] likelihood) {
        this.prior = prior;
        this.likelihood = likelihood;
    }

    /**
     * Makes a model of given tables.
     *
     * @param prior p(z)
     * @param likelihood {@code likelihood[z][x]}: p(x|z), one distribution per latent
     * @return the model
     * @throws IllegalArgumentException if a table is no distribution, if there is not one row per latent, or if the
     *     rows differ in length
     */
    public static DiscreteModel of(double[] prior, double[][] likelihood) {
        Probabilities.requireDistribution("prior", prior);
        if (likelihood.length != prior.length) {
            throw new IllegalArgumentException("likelihood: found %d rows, expected one for each of %d latents"
                    .formatted(likelihood.length, prior.length));
        }
        double[][] rows = new double[likelihood.length][];
        for (int z = 0; z < rows.length; z++) {
            rows[z] = Probabilities.requireDistribution("likelihood", likelihood[z])
                    .clone();
            if (rows[z].length != rows[0].length) {
                throw new IllegalArgumentException("likelihood: found %d observations for latent %d, expected %d"
                        .formatted(rows[z].length, z, rows[0].length));
            }
        }
        return new DiscreteModel(prior.clone(), rows);
    }

    /**
     * Makes a model of random tables, each drawn uniformly from all distributions of its size.
     *
     * @param latents the number of values of z, at least 1
     * @param observations the number of values of x, at least 1
     * @param seed the seed of the tables
     * @return the model
     */
    public static DiscreteModel random(int latents, int observations, long seed) {
        UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(seed);
        double[][] likelihood = new double[latents][];
        double[] prior = randomDistribution(latents, random);
        for (int z = 0; z < latents; z++) {
            likelihood[z] = randomDistribution(observations, random);
        }
        return of(prior, likelihood);
    }

    /**
     * The number of values of z.
     *
     * @return at least 1
     */
    public int latents() {
        return prior.length;
    }

    /**
     * The prior.
     *
     * @return a copy of p(z)
     */
    public double[] prior() {
        return prior.clone();
    }

    /**
     * The likelihood of each latent.
     *
     * @param x an observation, from 0
     * @return p(x|z) for each z
     */
    public double[] likelihood(int x) {
        double[] column = new double[prior.length];
        for (int z = 0; z < column.length; z++) {
            column[z] = likelihood[z][x];
        }
        return column;
    }

    /**
     * The evidence, {@code log sum_z p(x|z) p(z)}.
     *
     * @param x an observation
     * @return nats
     */
    public double logEvidence(int x) {
        return Math.log(Bayes.marginalLikelihood(prior, likelihood(x)));
    }

    /**
     * The posterior, {@code p(z|x) = p(x|z) p(z) / p(x)}.
     *
     * @param x an observation
     * @return p(z|x)
     */
    public double[] posterior(int x) {
        return Bayes.posterior(prior, likelihood(x));
    }

    /**
     * The evidence lower bound, {@code E_q[log p(x|z)] - KL(q || p(z))}. Neither part is computed from p(x).
     *
     * @param q any distribution over the latents
     * @param x an observation
     * @return nats
     */
    public double elbo(double[] q, int x) {
        return expectedLogLikelihood(q, x) - Divergence.kl(q, prior);
    }

    /**
     * The reconstruction term, {@code E_q[log p(x|z)] = sum_z q(z) log p(x|z)}.
     *
     * @param q any distribution over the latents
     * @param x an observation
     * @return nats
     * @throws IllegalArgumentException if q has not one probability per latent
     */
    public double expectedLogLikelihood(double[] q, int x) {
        if (q.length != prior.length) {
            throw new IllegalArgumentException(
                    "q: found %d probabilities, expected one for each of %d latents".formatted(q.length, prior.length));
        }
        double sum = 0;
        for (int z = 0; z < prior.length; z++) {
            sum += StableMath.xLogY(q[z], likelihood[z][x]);
        }
        return sum;
    }

    private static double[] randomDistribution(int n, UniformRandomProvider random) {
        double[] weights = new double[n];
        for (int i = 0; i < n; i++) {
            // Exponential weights make a uniform draw from the simplex.
            weights[i] = -Math.log1p(-random.nextDouble());
        }
        return Probabilities.normalise(weights);
    }
}
