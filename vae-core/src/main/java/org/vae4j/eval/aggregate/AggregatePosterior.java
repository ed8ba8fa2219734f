package org.vae4j.eval.aggregate;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.vae4j.eval.Evidence;
import org.vae4j.eval.GaussianPosteriors;
import org.vae4j.model.LatentModel;

/**
 * The posteriors of n examples, each for itself and as the mixture q(z) = 1/n Σ q(z|xᵢ). Means are over the examples.
 */
interface AggregatePosterior {

    /** The most draws at which a density is evaluated whose time grows with the number of examples. */
    int MOST_DRAWS = 1000;

    /** {@return n} */
    int examples();

    /** {@return the mean KL of each dimension, nats; empty where it has no closed form} */
    List<Double> klPerDimension();

    /** {@return the mean KL of each stochastic layer, from the one next to the data on, nats} */
    default List<Double> klPerLevel() {
        return List.of(kl());
    }

    /** {@return the variance over the examples of each dimension of the posterior's location} */
    List<Double> locationVariance();

    /** {@return E[log q(z|x)], nats; NaN where the mixture's density is} */
    double meanLogPosterior();

    /** {@return E[log q(z)] over q(z), nats; NaN where the mixture's density cannot be had} */
    double meanLogDensity();

    /** {@return E[log p(z)] over q(z), nats; NaN where the mixture's density is} */
    double meanLogPrior();

    /**
     * {@return E[log q(z) - Σⱼ log q(zⱼ)] over q(z), nats, by the first thousand draws at most; NaN where the
     * dimensions of q(z|x) are not independent}
     */
    double totalCorrelation();

    /** {@return E[KL(q(z|x) ‖ p(z))], nats: the sum over the dimensions where they are independent} */
    default double kl() {
        return klPerDimension().isEmpty()
                ? meanLogPosterior() - meanLogPrior()
                : klPerDimension().stream().mapToDouble(kl -> kl).sum();
    }

    /**
     * Reads the posteriors of the first examples.
     *
     * @param model a variational autoencoder whose q(z|x) has a density
     * @param data read up to the last example that is looked at, and reset
     * @param limit the largest number of examples, ≥ 1
     * @param seed of one latent per example
     */
    static AggregatePosterior of(LatentModel model, DataSetIterator data, int limit, long seed) {
        Evidence.requirePosterior(model);
        if (!model.hasGaussianPosteriors()) {
            DrawnAggregate.Collector drawn = new DrawnAggregate.Collector(model, seed);
            Locations.forEachHead(data, limit, drawn);
            return drawn.aggregate();
        }
        List<GaussianPosteriors> parts = new ArrayList<>();
        Locations.forEachHead(data, limit, (INDArray x) -> parts.add(GaussianPosteriors.of(model.encode(x))));
        return GaussianAggregate.of(model, parts, seed);
    }
}
