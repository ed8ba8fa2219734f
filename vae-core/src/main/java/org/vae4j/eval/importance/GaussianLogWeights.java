package org.vae4j.eval.importance;

import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.vae4j.eval.GaussianPosteriors;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;
import org.vae4j.math.ExampleNoise;
import org.vae4j.math.NoiseRows;
import org.vae4j.math.StableMath;
import org.vae4j.math.Streams;
import org.vae4j.model.LatentModel;
import org.vae4j.model.LatentPrior;

/** Weights of draws from diagonal Gaussians, made in double precision whatever the network's. */
public final class GaussianLogWeights implements LogWeights {

    private final LatentModel model;
    private final Part part;
    private final GaussianPosteriors posterior;
    /** That which is not N(0, I). */
    private final Optional<LatentPrior> prior;

    public GaussianLogWeights(LatentModel model, LatentPrior prior, Part part) {
        this.model = model;
        this.part = part;
        this.posterior = GaussianPosteriors.of(model.encode(part.x()));
        this.prior = Optional.of(prior).filter(p -> !p.isStandard());
    }

    @Override
    public int examples() {
        return posterior.examples;
    }

    @Override
    public double[] of(long firstDraw, int draws) {
        NoiseRows numbers = new NoiseRows(part.first(), posterior.examples, firstDraw, draws);
        double[] z = ExampleNoise.normal(Streams.derive(part.seed(), "latent"), numbers, posterior.latent);
        double[] logWeights = posterior.place(z, draws);
        prior.ifPresent(other -> addPrior(other, z, logWeights));
        INDArray latents =
                Nd4j.createUninitialized(part.x().dataType(), new long[] {numbers.count(), posterior.latent}, 'f');
        Kernels.of(part.x().dataType()).write(z, Matrix.of(latents));
        double[] negLogLikelihood = model.negLogLikelihood(part.x(), latents);
        for (int r = 0; r < logWeights.length; r++) {
            logWeights[r] -= negLogLikelihood[r];
        }
        return logWeights;
    }

    /** Turns weights against N(0, I) into weights against another prior. */
    private static void addPrior(LatentPrior prior, double[] z, double[] logWeights) {
        double[] logDensity = prior.logDensity(z);
        int rows = logWeights.length;
        for (int r = 0; r < rows; r++) {
            logWeights[r] += logDensity[r];
        }
        for (int i = 0; i < z.length; i++) {
            logWeights[i % rows] += 0.5 * (z[i] * z[i] + StableMath.LOG_TWO_PI);
        }
    }
}
