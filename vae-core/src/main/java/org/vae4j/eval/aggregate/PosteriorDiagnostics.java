package org.vae4j.eval.aggregate;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.vae4j.eval.Evidence;
import org.vae4j.model.LatentModel;

/**
 * Diagnostics of the posteriors of a model over n examples, in nats.
 *
 * <p>The mean KL splits into KL = I + KL(q(z) ‖ p(z)) with the aggregate posterior q(z) = 1/n Σ q(z|xᵢ) (Hoffman and
 * Johnson 2016). I is the mutual information between a latent and the number of its example, and the second part is the
 * distance of all latents together from the prior. q(z) is that of the n examples themselves, so I is at most log n:
 * values may be compared only at equal n, and I = log n means that the posteriors do not overlap.
 *
 * <p>Where the dimensions of q(z|x) are independent, KL(q(z) ‖ p(z)) again has two parts (Chen et al. 2018): the total
 * correlation KL(q(z) ‖ Πⱼ q(zⱼ)), which is 0 where the dimensions are independent under q(z), and {@link
 * #dimensionKlNats}. A β-TCVAE weights mutual information, total correlation and dimension-wise KL by α, β and γ.
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
     * The diagnostics of one stochastic layer.
     *
     * @param dimensions number of dimensions
     * @param klNats KL of its posterior from its prior, given the layer above where there is one; mean over the
     *     examples
     * @param activeUnits number of active dimensions
     */
    public record Level(int dimensions, double klNats, int activeUnits) {}

    public PosteriorDiagnostics {
        levels = List.copyOf(levels);
        klPerDimensionNats = List.copyOf(klPerDimensionNats);
        posteriorMeanVariance = List.copyOf(posteriorMeanVariance);
    }

    /**
     * Computes the diagnostics of a model.
     *
     * @param model a variational autoencoder whose q(z|x) has a density; its parameters are unchanged
     * @param data features; read up to the last example that is used, and reset
     * @param limit the largest number of examples to use, ≥ 1; the time grows with its square
     * @param seed seed of one latent per example
     * @return the diagnostics
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
     * {@return the marginal KL less the total correlation, nats, which is Σⱼ KL(q(zⱼ) ‖ p(zⱼ)) for a prior with
     * independent dimensions; NaN where one of the two is}
     */
    public double dimensionKlNats() {
        return marginalKlNats - totalCorrelationNats;
    }

    /**
     * Counts the active dimensions of a model, in time proportional to the number of examples.
     *
     * @param model a variational autoencoder; its parameters are unchanged
     * @param data features; read to the end and reset
     * @return 0 to the number of latent dimensions
     */
    public static int activeUnits(LatentModel model, DataSetIterator data) {
        Evidence.requirePosterior(model);
        Locations locations = new Locations(model);
        Locations.forEachHead(data, Integer.MAX_VALUE, locations);
        return active(locations.variances());
    }

    /** {@return the number of active dimensions} */
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
