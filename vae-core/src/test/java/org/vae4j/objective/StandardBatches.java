package org.vae4j.objective;

import java.util.Arrays;
import java.util.List;
import org.vae4j.latent.LatentPart;
import org.vae4j.latent.LatentRows;
import org.vae4j.latent.posterior.DiagonalGaussianPosterior;
import org.vae4j.latent.prior.StandardNormalPrior;

/** Batches of a model with a diagonal Gaussian posterior against N(0, I). */
public final class StandardBatches {

    private StandardBatches() {}

    /** Of no latent where its dimensions are 0. */
    public static LatentBatch of(int rows, int latent, int draws) {
        List<LatentPart> parts = latent == 0
                ? List.of()
                : List.of(LatentPart.of(latent, new DiagonalGaussianPosterior(), new StandardNormalPrior()));
        return new LatentBatch(parts, rows, draws);
    }

    /** Fills everything that an evaluation must overwrite. */
    public static void spoilOutputs(LatentBatch batch) {
        for (double[] output : new double[][] {
            batch.objective(),
            batch.kl(),
            batch.rowWeights(),
            batch.pathWeights(),
            batch.logRatio(),
            batch.ratioPath(),
            batch.ratioDirect()
        }) {
            Arrays.fill(output, Double.NaN);
        }
        for (LatentRows latent : batch.latents()) {
            Arrays.fill(latent.kl().values(), Double.NaN);
            Arrays.fill(latent.kl().gradient(), Double.NaN);
            Arrays.fill(latent.parameters().gradient(), Double.NaN);
            Arrays.fill(latent.z().gradient(), Double.NaN);
        }
    }

    /** Gives all draws of an example the parameters of its first. */
    public static void shareParameters(LatentRows latent) {
        double[] values = latent.parameters().values();
        for (int i = 0; i < values.length; i++) {
            int row = i % latent.rows();
            values[i] = values[i - row + row % latent.examples()];
        }
    }
}
