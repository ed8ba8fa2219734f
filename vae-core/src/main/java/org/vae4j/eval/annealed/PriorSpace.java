package org.vae4j.eval.annealed;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;
import org.vae4j.math.NoiseRows;
import org.vae4j.model.LatentModel;
import org.vae4j.model.LatentPrior;

/**
 * Chains that begin at the prior, whichever it is: u is z, and what β weighs is log p(x|z). Not safe for use by several
 * threads.
 */
final class PriorSpace implements ChainSpace {

    private final LatentModel model;
    private final LatentPrior prior;
    private final INDArray x;
    private final NoiseRows numbers;
    private final INDArray latents;

    PriorSpace(LatentModel model, INDArray x, NoiseRows numbers) {
        this.model = model;
        this.prior = model.prior();
        this.x = x;
        this.numbers = numbers;
        this.latents = Nd4j.createUninitialized(
                model.graph().params().dataType(), new long[] {numbers.count(), model.latent()}, 'f');
    }

    @Override
    public int dimensions() {
        return model.latent();
    }

    @Override
    public void begin(long seed, double[] u) {
        System.arraycopy(prior.sample(numbers, seed), 0, u, 0, u.length);
    }

    @Override
    public void look(ChainPlace place) {
        Kernels.of(latents.dataType()).write(place.u, Matrix.of(latents));
        model.negLogLikelihoodGradient(x, latents, place.ratio, place.slope);
        negate(place.ratio);
        negate(place.slope);
        System.arraycopy(prior.logDensity(place.u), 0, place.start, 0, place.start.length);
        System.arraycopy(prior.logDensityGradient(place.u), 0, place.startSlope, 0, place.u.length);
    }

    private static void negate(double[] values) {
        for (int i = 0; i < values.length; i++) {
            values[i] = -values[i];
        }
    }
}
