package org.vae4j.eval.annealed;

import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;
import org.vae4j.math.NoiseRows;
import org.vae4j.model.LatentModel;
import org.vae4j.model.LatentPrior;

/**
 * Chains that begin at the prior, whichever it is; what β weighs is log p(x|z). With one stochastic layer u is z; of
 * several it is the last one and, for each below, the noise that makes it of the one above. Not safe for use by several
 * threads.
 */
final class PriorSpace implements ReversibleSpace {

    private final LatentModel model;
    private final LatentPrior prior;
    private final LatentPrior last;
    private final INDArray x;
    private final NoiseRows numbers;
    private final INDArray latents;

    PriorSpace(LatentModel model, LatentPrior prior, INDArray x, NoiseRows numbers) {
        this.model = model;
        this.prior = prior;
        this.last = prior.ofLastLayer();
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
        System.arraycopy(prior.samplePlaces(numbers, seed), 0, u, 0, u.length);
    }

    @Override
    public double[] coordinates(double[] z) {
        return prior.placeOf(z);
    }

    @Override
    public void look(ChainPlace place) {
        double[] z = prior.place(place.u);
        double[] zSlope = new double[z.length];
        Kernels.of(latents.dataType()).write(z, Matrix.of(latents));
        model.negLogLikelihoodGradient(x, latents, place.ratio, zSlope);
        negate(place.ratio);
        negate(zSlope);
        System.arraycopy(prior.placeGradient(place.u, z, zSlope), 0, place.slope, 0, z.length);
        lookAtStart(place);
    }

    /** The last layer's prior, and N(0, I) of the noise of the layers below, up to its constant. */
    private void lookAtStart(ChainPlace place) {
        int rows = place.start.length;
        List<Integer> levels = model.levels();
        int first = rows * (model.latent() - levels.get(levels.size() - 1));
        double[] top = Arrays.copyOfRange(place.u, first, place.u.length);
        System.arraycopy(last.logDensity(top), 0, place.start, 0, rows);
        System.arraycopy(last.logDensityGradient(top), 0, place.startSlope, first, top.length);
        for (int i = 0; i < first; i++) {
            place.start[i % rows] -= 0.5 * place.u[i] * place.u[i];
            place.startSlope[i] = -place.u[i];
        }
    }

    private static void negate(double[] values) {
        for (int i = 0; i < values.length; i++) {
            values[i] = -values[i];
        }
    }
}
