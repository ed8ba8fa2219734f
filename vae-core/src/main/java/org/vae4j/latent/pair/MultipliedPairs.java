package org.vae4j.latent.pair;

import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.vae4j.math.StableMath;

/**
 * Sharing by products: in a shared dimension both posteriors become the normalised product of their densities,
 * σ⁻² = σ₁⁻² + σ₂⁻² and μ = w μ₁ + (1 - w) μ₂ with w = σ₁⁻² / (σ₁⁻² + σ₂⁻²). This is the multi-level VAE (Bouchacourt,
 * Tomioka and Nowozin 2018), and with an unknown number of changed dimensions Ada-ML-VAE (Locatello et al. 2020). Two
 * equal posteriors become one of half their variance.
 *
 * <p>∂ log σ² / ∂ log σ₁² = w and ∂μ / ∂ log σ₁² = -w (1 - w) (μ₁ - μ₂), and with the opposite sign for σ₂².
 *
 * @param changed the number of dimensions that are not shared, ≥ 0; 0 where it is unknown
 * @param divergence the divergence by which shared dimensions are chosen
 */
public record MultipliedPairs(
        @JsonProperty("changed") int changed,
        @JsonProperty("divergence") SharedDimensions.Divergence divergence) implements PairSharing {

    /** Creates the published Ada-ML-VAE. */
    public MultipliedPairs() {
        this(0, SharedDimensions.Divergence.FORWARD);
    }

    /** Checks the components. */
    public MultipliedPairs {
        new SharedDimensions(changed, divergence);
    }

    @Override
    public String name() {
        return "multiplied";
    }

    @Override
    public SharedDimensions dimensions() {
        return new SharedDimensions(changed, divergence);
    }

    @Override
    public void average(double[] pair, double[] shared) {
        double first = StableMath.sigmoid(pair[3] - pair[1]);
        shared[0] = first * pair[0] + (1 - first) * pair[2];
        shared[1] = Math.min(pair[1], pair[3]) - Math.log1p(Math.exp(-Math.abs(pair[1] - pair[3])));
    }

    @Override
    public void averageGradient(double[] pair, double[] sharedGradient, double[] pairGradient) {
        double first = StableMath.sigmoid(pair[3] - pair[1]);
        double throughMean = first * (1 - first) * (pair[0] - pair[2]) * sharedGradient[0];
        pairGradient[0] = first * sharedGradient[0];
        pairGradient[1] = first * sharedGradient[1] - throughMean;
        pairGradient[2] = (1 - first) * sharedGradient[0];
        pairGradient[3] = (1 - first) * sharedGradient[1] + throughMean;
    }
}
