package org.vae4j.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.vae4j.model.LatentModel;
import org.vae4j.model.LatentPrior;

/**
 * What the posteriors of a model say over n examples, in nats.
 *
 * <p>KL = I + KL(q(z) ‖ p(z)) with the aggregate posterior q(z) = 1/n Σ q(z|xᵢ) (Hoffman and Johnson 2016): what the
 * latents tell of the example they came from, and how far all of them together are from the prior. Here q(z) is that of
 * the n examples themselves, of which one cannot learn more than log n: numbers compare at equal n only, and an
 * information of log n means that every example has its own place.
 *
 * @param examples n
 * @param klPerDimensionNats KL(q(zⱼ|x) ‖ p(zⱼ)) of each latent dimension, mean over the examples; empty for a prior other
 *     than N(0, I), whose dimensions are not independent
 * @param posteriorMeanVariance variance over the examples of the posterior mean of each dimension
 * @param mutualInformationNats I_q(i; z), in [0, log n] up to sampling
 * @param marginalKlNats KL(q(z) ‖ p(z))
 */
public record PosteriorDiagnostics(
        int examples,
        List<Double> klPerDimensionNats,
        List<Double> posteriorMeanVariance,
        double mutualInformationNats,
        double marginalKlNats) {

    /** A dimension is active whose posterior mean varies by more than this (Burda et al. 2016, section 5.2). */
    public static final double ACTIVE_VARIANCE = 0.01;

    /** Copies the lists. */
    public PosteriorDiagnostics {
        klPerDimensionNats = List.copyOf(klPerDimensionNats);
        posteriorMeanVariance = List.copyOf(posteriorMeanVariance);
    }

    /**
     * Looks at a model.
     *
     * @param model a variational autoencoder; unchanged
     * @param data features; read up to the last example that is looked at, and reset
     * @param limit how many examples at most, ≥ 1; time grows with their square
     * @param seed of one latent an example
     * @return what was found
     */
    public static PosteriorDiagnostics of(LatentModel model, DataSetIterator data, int limit, long seed) {
        AggregatePosterior aggregate = AggregatePosterior.of(model, data, limit);
        LatentPrior prior = model.prior();
        List<Double> kl = new ArrayList<>();
        List<Double> variance = new ArrayList<>();
        for (int j = 0; j < aggregate.latent(); j++) {
            variance.add(aggregate.meanVariance(j));
            if (prior.isStandard()) {
                kl.add(aggregate.kl(j));
            }
        }
        double logAggregate = aggregate.meanLogDensity(seed);
        double logPrior = prior.isStandard() ? aggregate.meanLogPrior() : aggregate.meanLogPrior(prior, seed);
        return new PosteriorDiagnostics(
                aggregate.examples(),
                kl,
                variance,
                aggregate.meanLogPosterior() - logAggregate,
                logAggregate - logPrior);
    }

    /**
     * How many dimensions are active, and nothing else: in time that grows with the examples and not with their square.
     *
     * @param model a variational autoencoder; unchanged
     * @param data features; read to the end and reset
     * @return 0 to the number of latent dimensions
     */
    public static int activeUnits(LatentModel model, DataSetIterator data) {
        AggregatePosterior aggregate = AggregatePosterior.of(model, data, Integer.MAX_VALUE);
        return (int) IntStream.range(0, aggregate.latent())
                .filter(j -> aggregate.meanVariance(j) > ACTIVE_VARIANCE)
                .count();
    }

    /** {@return how many dimensions are active} */
    public int activeUnits() {
        return posteriorMeanVariance.size() - inactive().size();
    }

    /** {@return the dimensions that are not active, counted from 0} */
    public List<Integer> inactive() {
        return IntStream.range(0, posteriorMeanVariance.size())
                .filter(j -> !(posteriorMeanVariance.get(j) > ACTIVE_VARIANCE))
                .boxed()
                .toList();
    }

    /** {@return KL(q(z|x) ‖ p(z)): the sum over the dimensions where they are independent, else that of its two parts} */
    public double klNats() {
        return klPerDimensionNats.isEmpty()
                ? mutualInformationNats + marginalKlNats
                : klPerDimensionNats.stream().mapToDouble(kl -> kl).sum();
    }
}
