package org.vae4j.eval.importance;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.model.LatentModel;
import org.vae4j.model.LatentPrior;

/**
 * The logarithms of importance weights, log p(x|z) + log p(z) - log q(z|x), of draws from the posteriors of a few
 * examples. What a draw is follows from the seed and from the numbers of its example and of the draw.
 */
public interface LogWeights {

    /** {@return the number of examples} */
    int examples();

    /**
     * The weights of some draws.
     *
     * @param firstDraw number of the first draw of each example, ≥ 0
     * @param draws of each example, ≥ 1
     * @return row s · examples + i is that of draw firstDraw + s of example i, nats
     */
    double[] of(long firstDraw, int draws);

    /**
     * Examples whose draws are wanted.
     *
     * @param x {@code [examples, features]}, with their condition behind them where the model has one
     * @param seed of the draws
     * @param first number of the first example
     */
    record Part(INDArray x, long seed, long first) {}

    /**
     * Those of a model. Draws from diagonal Gaussians are made in double precision whatever the network's, which is
     * faster too; all others are made by the network.
     *
     * @param model with a density of z given x
     * @return a maker of those of some examples, for the parameters that the model has now
     */
    static OfExamples of(LatentModel model) {
        if (!model.hasGaussianPosteriors()) {
            return part -> new NetworkLogWeights(model, part);
        }
        // Once, since a prior may have to be encoded.
        LatentPrior prior = model.prior();
        return part -> new GaussianLogWeights(model, prior, part);
    }

    /** Makes the weights of examples. */
    interface OfExamples {

        /**
         * Those of some examples.
         *
         * @param part the examples
         * @return their weights
         */
        LogWeights of(Part part);
    }
}
