package org.vae4j.model;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;
import org.vae4j.math.NoiseRows;
import org.vae4j.math.Streams;
import org.vae4j.model.spec.Condition;

/**
 * Examples that are drawn from a model itself, z ~ p(z) and x ~ p(x|z), so that each z is an exact draw from the
 * posterior p(z|x). An example is a function of the seed, of its number and of its condition.
 *
 * @param x {@code [examples, features]}, followed by their condition where the model has one
 * @param z the latent of each example, {@code [examples, latent]}
 */
public record SimulatedExamples(INDArray x, INDArray z) {

    /**
     * Draws as many examples as there are others, under their conditions.
     *
     * @param model a variational autoencoder with a likelihood
     * @param prior the model's present prior
     * @param like {@code [examples, features]}, followed by their condition where the model has one; only their number
     *     and their condition are read
     * @param firstExample number of the first example, ≥ 0
     * @param seed the seed of the draws
     * @return the examples
     */
    public static SimulatedExamples like(
            LatentModel model, LatentPrior prior, INDArray like, long firstExample, long seed) {
        NoiseRows numbers = NoiseRows.ofExamples(firstExample, Math.toIntExact(like.size(0)));
        double[] latents = prior.sample(numbers, Streams.derive(seed, "simulated-z"));
        INDArray z = Nd4j.createUninitialized(
                model.graph().params().dataType(), new long[] {numbers.count(), model.latent()}, 'f');
        Kernels.of(z.dataType()).write(latents, Matrix.of(z));
        Decoding decoding = new Decoding(model.compiled(), model.roles(), model.condition());
        long seedOfX = Streams.derive(seed, "simulated-x");
        if (model.condition() == 0) {
            return new SimulatedExamples(decoding.sample(z, numbers, seedOfX), z);
        }
        INDArray condition = Condition.of(like, model.condition());
        INDArray x = decoding.sample(Condition.join(z, condition, model.condition()), numbers, seedOfX);
        return new SimulatedExamples(Condition.joinRepeated(x, condition), z);
    }
}
