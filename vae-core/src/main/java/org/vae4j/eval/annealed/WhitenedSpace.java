package org.vae4j.eval.annealed;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.vae4j.eval.GaussianPosteriors;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;
import org.vae4j.math.ExampleNoise;
import org.vae4j.math.NoiseRows;
import org.vae4j.math.StableMath;
import org.vae4j.model.LatentModel;
import org.vae4j.model.LatentPrior;

/**
 * A space of annealed chains whose start is a diagonal Gaussian N(m, diag s²) for each example, in the coordinates u
 * in which the start is N(0, I): z = m + s ⊙ u. The ratio is r = log p(x|z) + log p(z) - log start(z) = log p(x|z) +
 * log p(z) + ½ (|u|² + d log 2π) + Σ log s, and its gradient is dr/du = u + s ⊙ (d log p(z)/dz + d log p(x|z)/dz).
 * Instances are not safe for use by several threads.
 */
final class WhitenedSpace implements ReversibleSpace {

    private final LatentModel model;
    private final LatentPrior prior;
    private final INDArray x;
    private final NoiseRows numbers;
    private final int rows;
    private final int latent;
    private final INDArray latents;
    /** m and s of each value of u, column by column. */
    private final double[] mean;

    private final double[] sigma;
    /** Σ log s of each row. */
    private final double[] logScale;

    WhitenedSpace(LatentModel model, LatentPrior prior, INDArray x, GaussianPosteriors start, NoiseRows numbers) {
        this.model = model;
        this.prior = prior;
        this.x = x;
        this.numbers = numbers;
        this.rows = numbers.count();
        this.latent = start.latent;
        this.latents = Nd4j.createUninitialized(model.graph().params().dataType(), new long[] {rows, latent}, 'f');
        this.mean = new double[rows * latent];
        this.sigma = new double[rows * latent];
        this.logScale = new double[rows];
        for (int j = 0; j < latent; j++) {
            for (int r = 0; r < rows; r++) {
                int parameter = j * start.examples + r % start.examples;
                mean[j * rows + r] = start.mean[parameter];
                sigma[j * rows + r] = Math.exp(start.logVar[parameter] / 2);
                logScale[r] += start.logVar[parameter] / 2;
            }
        }
    }

    @Override
    public int dimensions() {
        return latent;
    }

    @Override
    public void drawStart(long seed, double[] u) {
        ExampleNoise.normal(seed, numbers, latent, u);
    }

    @Override
    public double[] coordinates(double[] z) {
        double[] u = new double[z.length];
        for (int i = 0; i < u.length; i++) {
            u[i] = (z[i] - mean[i]) / sigma[i];
        }
        return u;
    }

    @Override
    public void evaluate(ChainPlace place) {
        double[] z = new double[place.u.length];
        for (int i = 0; i < z.length; i++) {
            z[i] = mean[i] + sigma[i] * place.u[i];
            place.startSlope[i] = -place.u[i];
        }
        double[] ratio = ratioWithoutLikelihood(place.u, z);
        double[] priorSlope = prior.logDensityGradient(z);
        Kernels.of(latents.dataType()).write(z, Matrix.of(latents));
        model.negLogLikelihoodGradient(x, latents, place.ratio, place.slope);
        for (int r = 0; r < rows; r++) {
            place.ratio[r] = ratio[r] - place.ratio[r];
        }
        for (int i = 0; i < z.length; i++) {
            place.slope[i] = place.u[i] - sigma[i] * (place.slope[i] - priorSlope[i]);
        }
    }

    /** log p(z) - log start(z) of each row. For the prior N(0, I) the constants of the two densities cancel. */
    private double[] ratioWithoutLikelihood(double[] u, double[] z) {
        double[] ratio = logScale.clone();
        if (prior.isStandard()) {
            for (int i = 0; i < u.length; i++) {
                ratio[i % rows] += 0.5 * (u[i] * u[i] - z[i] * z[i]);
            }
            return ratio;
        }
        double[] logPrior = prior.logDensity(z);
        for (int i = 0; i < u.length; i++) {
            ratio[i % rows] += 0.5 * (u[i] * u[i] + StableMath.LOG_TWO_PI);
        }
        for (int r = 0; r < rows; r++) {
            ratio[r] += logPrior[r];
        }
        return ratio;
    }

    /** ½ (|u|² + |p|²) with the momentum p: -log start(u) without its constant. */
    @Override
    public double[] startEnergy(ChainPlace place, double[] momentum) {
        double[] energy = new double[rows];
        for (int i = 0; i < momentum.length; i++) {
            energy[i % rows] += 0.5 * (place.u[i] * place.u[i] + momentum[i] * momentum[i]);
        }
        return energy;
    }
}
