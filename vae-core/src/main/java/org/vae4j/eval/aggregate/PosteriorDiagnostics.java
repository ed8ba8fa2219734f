package org.vae4j.eval.aggregate;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.vae4j.eval.Evidence;
import org.vae4j.model.LatentModel;

/**
 * What the posteriors of a model say over n examples, in nats.
 *
 * <p>KL = I + KL(q(z) ‖ p(z)) with the aggregate posterior q(z) = 1/n Σ q(z|xᵢ) (Hoffman and Johnson 2016): what the
 * latents tell of the example they came from, and how far all of them together are from the prior. Here q(z) is that of
 * the n examples themselves, of which one cannot learn more than log n: numbers compare at equal n only, and an
 * information of log n means that every example has its own place.
 *
 * <p>Where the dimensions of q(z|x) are independent, KL(q(z) ‖ p(z)) has two parts itself (Chen et al. 2018): the total
 * correlation KL(q(z) ‖ Πⱼ q(zⱼ)), which is 0 where the dimensions are independent over all examples, and {@link
 * #dimensionKlNats}. A β-TCVAE weighs these three by β, γ and α.
 *
 * @param examples n
 * @param klPerDimensionNats KL(q(zⱼ|x) ‖ p(zⱼ)) of each latent dimension, mean over the examples, under a full
 *     covariance that of zⱼ given the dimensions before it; empty where it has no closed form, as for a prior whose
 *     dimensions are not independent
 * @param posteriorMeanVariance variance over the examples of each dimension of the posterior's location, the mean of a
 *     Gaussian
 * @param mutualInformationNats I_q(i; z), in [0, log n] up to sampling; NaN where z is a transform of what was drawn,
 *     so that q(z|x) is not known at the z of another example
 * @param marginalKlNats KL(q(z) ‖ p(z)); NaN where the mutual information is
 * @param klNats KL(q(z|x) ‖ p(z)), mean over the examples: the sum over the dimensions where they are independent,
 *     elsewhere of one z from each posterior
 * @param totalCorrelationNats KL(q(z) ‖ Πⱼ q(zⱼ)), by at most a thousand draws of q(z); NaN where the dimensions of z
 *     are not independent given x
 * @param levels the stochastic layers of which z consists, from the one next to the data on
 */
public record PosteriorDiagnostics(
        int examples,
        List<Double> klPerDimensionNats,
        List<Double> posteriorMeanVariance,
        double mutualInformationNats,
        double marginalKlNats,
        double klNats,
        double totalCorrelationNats,
        List<Level> levels) {

    /** A dimension is active whose posterior mean varies by more than this (Burda et al. 2016, section 5.2). */
    public static final double ACTIVE_VARIANCE = 0.01;

    /**
     * A stochastic layer.
     *
     * @param dimensions of the layer
     * @param klNats KL of its posterior from its prior, given the layer above it where there is one, mean over the
     *     examples
     * @param activeUnits how many of its dimensions are active
     */
    public record Level(int dimensions, double klNats, int activeUnits) {}

    public PosteriorDiagnostics {
        levels = List.copyOf(levels);
        klPerDimensionNats = List.copyOf(klPerDimensionNats);
        posteriorMeanVariance = List.copyOf(posteriorMeanVariance);
    }

    /**
     * Looks at a model.
     *
     * @param model a variational autoencoder whose q(z|x) has a density; unchanged
     * @param data features; read up to the last example that is looked at, and reset
     * @param limit how many examples at most, ≥ 1; time grows with their square
     * @param seed of one latent an example
     * @return what was found
     */
    public static PosteriorDiagnostics of(LatentModel model, DataSetIterator data, int limit, long seed) {
        AggregatePosterior aggregate = AggregatePosterior.of(model, data, limit, seed);
        double logAggregate = aggregate.meanLogDensity();
        double logPrior = aggregate.meanLogPrior();
        double information = aggregate.meanLogPosterior() - logAggregate;
        double marginal = logAggregate - logPrior;
        List<Double> variances = aggregate.locationVariance();
        return new PosteriorDiagnostics(
                aggregate.examples(),
                aggregate.klPerDimension(),
                variances,
                information,
                marginal,
                aggregate.kl(),
                aggregate.totalCorrelation(),
                levels(model.levels(), aggregate.klPerLevel(), variances));
    }

    private static List<Level> levels(List<Integer> sizes, List<Double> klNats, List<Double> variances) {
        List<Level> levels = new ArrayList<>();
        int first = 0;
        for (int l = 0; l < sizes.size(); l++) {
            List<Double> own = variances.subList(first, first + sizes.get(l));
            levels.add(new Level(sizes.get(l), klNats.get(l), active(own)));
            first += sizes.get(l);
        }
        return levels;
    }

    private static int active(List<Double> variances) {
        return (int) variances.stream()
                .filter(variance -> variance > ACTIVE_VARIANCE)
                .count();
    }

    /**
     * {@return Σⱼ KL(q(zⱼ) ‖ p(zⱼ)) for a prior whose dimensions are independent, and in general what is left of the
     * marginal KL beside the total correlation, nats; NaN where one of these is}
     */
    public double dimensionKlNats() {
        return marginalKlNats - totalCorrelationNats;
    }

    /**
     * How many dimensions are active, and nothing else: in time that grows with the examples and not with their square.
     *
     * @param model a variational autoencoder; unchanged
     * @param data features; read to the end and reset
     * @return 0 to the number of latent dimensions
     */
    public static int activeUnits(LatentModel model, DataSetIterator data) {
        Evidence.requirePosterior(model);
        Locations locations = new Locations(model);
        Locations.forEachHead(data, Integer.MAX_VALUE, locations);
        return active(locations.variances());
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
}
