package org.vae4j.latent.pair;

import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.vae4j.math.StableMath;

/**
 * In the shared dimensions both get the mean of their means and the mean of their variances, μ = ½ (μ₁ + μ₂) and σ² = ½
 * (σ₁² + σ₂²): the group VAE (Hosoya 2019), and with an unknown number of changed dimensions Ada-GVAE (Locatello et al.
 * 2020). Two equal posteriors stay what they are.
 *
 * @param changed how many dimensions are not shared, ≥ 0; 0: unknown
 * @param divergence by which they are told
 */
public record AveragedPairs(
        @JsonProperty("changed") int changed,
        @JsonProperty("divergence") SharedDimensions.Divergence divergence) implements PairSharing {

    /** The prototype: an unknown number, told by the published divergence. */
    public AveragedPairs() {
        this(0, SharedDimensions.Divergence.FORWARD);
    }

    /** Checks the components. */
    public AveragedPairs {
        new SharedDimensions(changed, divergence);
    }

    @Override
    public String name() {
        return "averaged";
    }

    @Override
    public SharedDimensions dimensions() {
        return new SharedDimensions(changed, divergence);
    }

    @Override
    public void average(double[] pair, double[] shared) {
        shared[0] = 0.5 * (pair[0] + pair[2]);
        double larger = Math.max(pair[1], pair[3]);
        shared[1] = larger + Math.log1p(Math.expm1(Math.min(pair[1], pair[3]) - larger) / 2);
    }

    @Override
    public void averageGradient(double[] pair, double[] sharedGradient, double[] pairGradient) {
        double first = StableMath.sigmoid(pair[1] - pair[3]);
        pairGradient[0] = 0.5 * sharedGradient[0];
        pairGradient[1] = first * sharedGradient[1];
        pairGradient[2] = 0.5 * sharedGradient[0];
        pairGradient[3] = (1 - first) * sharedGradient[1];
    }
}
