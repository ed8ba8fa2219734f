package org.vae4j.latent.pair;

import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.vae4j.math.StableMath;

/**
 * Sharing by averages: in a shared dimension both posteriors become μ = ½ (μ₁ + μ₂) and σ² = ½ (σ₁² + σ₂²). This is the
 * group VAE (Hosoya 2019), and with an unknown number of changed dimensions Ada-GVAE (Locatello et al. 2020). Two equal
 * posteriors do not change.
 *
 * <p>∂ log σ² / ∂ log σ₁² = σ₁² / (σ₁² + σ₂²), and likewise for σ₂².
 *
 * @param changed the number of dimensions that are not shared, ≥ 0; 0 where it is unknown
 * @param divergence the divergence by which shared dimensions are chosen
 */
public record AveragedPairs(
        @JsonProperty("changed") int changed,
        @JsonProperty("divergence") SharedDimensions.Divergence divergence) implements PairSharing {

    /** Creates the published Ada-GVAE. */
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
