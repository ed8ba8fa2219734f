package org.vae4j.objective;

import java.util.Arrays;
import org.vae4j.latent.LatentRows;

/** One example with one latent dimension and −log p(x|z) = log(1 + e^(2z)) + ½ (z - 1)². */
public final class QuadratureModel {

    private static final int SIDE = 109;
    private static final double STEP = 1.0 / 6;

    private QuadratureModel() {}

    /**
     * Expectations over the draws' noise.
     *
     * @param objective of the value
     * @param gradMean of the gradient with respect to μ
     * @param gradLogVar of the gradient with respect to log σ²
     */
    public record Expected(double objective, double gradMean, double gradLogVar) {}

    /**
     * E of objective and gradient over ε, by the trapezoidal rule on a grid of ±9 in steps of 1/6 in each ε, which for
     * smooth integrands under a Gaussian is exact to rounding.
     */
    public static Expected expected(Objective objective, int draws, double mean, double logVar) {
        int nodes = (int) Math.pow(SIDE, draws);
        LatentBatch batch = StandardBatches.of(nodes * draws, 1, draws);
        LatentRows latent = batch.latents().get(0);
        double[] z = latent.z().values();
        double[] parameters = latent.parameters().values();
        Arrays.fill(parameters, 0, batch.rows(), mean);
        Arrays.fill(parameters, batch.rows(), 2 * batch.rows(), logVar);
        double[] density = new double[nodes];
        Arrays.fill(density, 1);
        for (int s = 0; s < draws; s++) {
            for (int n = 0; n < nodes; n++) {
                double epsilon = (n / (int) Math.pow(SIDE, s) % SIDE - SIDE / 2) * STEP;
                int r = s * nodes + n;
                z[r] = mean + Math.exp(logVar / 2) * epsilon;
                batch.negLogLikelihood()[r] = Math.log1p(Math.exp(2 * z[r])) + 0.5 * (z[r] - 1) * (z[r] - 1);
                density[n] *= STEP * Math.exp(-0.5 * epsilon * epsilon) / Math.sqrt(2 * Math.PI);
            }
        }
        objective.evaluate(batch, new Term.Moment(0, 0));
        return summed(batch, density, mean);
    }

    private static Expected summed(LatentBatch batch, double[] density, double mean) {
        LatentRows latent = batch.latents().get(0);
        double[] toParameters = latent.parameters().gradient();
        double value = 0;
        double gradMean = 0;
        double gradLogVar = 0;
        for (int r = 0; r < batch.rows(); r++) {
            double z = latent.z().values()[r];
            double slope = 2 / (1 + Math.exp(-2 * z)) + z - 1;
            double p = density[r % density.length];
            double path = (batch.rowWeights()[r] * slope + latent.z().gradient()[r]) * batch.pathWeights()[r];
            value += p * batch.objective()[r] / batch.draws();
            gradMean += p * (toParameters[r] + path);
            gradLogVar += p * (toParameters[batch.rows() + r] + path * (z - mean) / 2);
        }
        return new Expected(value, gradMean, gradLogVar);
    }
}
