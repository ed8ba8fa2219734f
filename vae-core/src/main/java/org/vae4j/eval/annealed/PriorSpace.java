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
 * A space whose start is the prior of any family, so the ratio is log p(x|z). With one stochastic layer u is z. With
 * several layers u consists of the last layer itself and, for each layer below, of the noise ε ~ N(0, I) from which the
 * layer is drawn given the one above. Instances are not safe for use by several threads.
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
    public void drawStart(long seed, double[] u) {
        System.arraycopy(prior.sampleCoordinates(numbers, seed), 0, u, 0, u.length);
    }

    @Override
    public double[] coordinates(double[] z) {
        return prior.toCoordinates(z);
    }

    @Override
    public void evaluate(ChainPlace place) {
        double[] z = prior.fromCoordinates(place.u);
        double[] zSlope = new double[z.length];
        Kernels.of(latents.dataType()).write(z, Matrix.of(latents));
        model.negLogLikelihoodGradient(x, latents, place.ratio, zSlope);
        negate(place.ratio);
        negate(zSlope);
        System.arraycopy(prior.coordinateGradient(place.u, z, zSlope), 0, place.slope, 0, z.length);
        evaluateStart(place);
    }

    /**
     * Sets log start(u) and its gradient: the prior of the last layer, and N(0, I) without its constant for the noise.
     */
    private void evaluateStart(ChainPlace place) {
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
