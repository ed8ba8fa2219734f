package org.vae4j.objective.sensitivity;

import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.vae4j.math.Streams;
import org.vae4j.objective.Term;
import org.vae4j.objective.jacobian.SpectralNorms;
import org.vae4j.objective.term.Range;

/**
 * Spectral norm regularisation (Yoshida and Miyato 2017): ½ λ Σ σ(W)², the sum of the squares of the largest singular
 * values of the matrices of weights. Its gradient with respect to W is λ σ u vᵀ, with the singular vectors u and v.
 *
 * <p>The paper follows u and v by one iteration of the power method per step; here they are found anew in each step,
 * so that value and gradient are functions of the weights alone: see {@link SpectralNorms}. A convolution's matrix has
 * a column per channel that it puts out and a row per value of a patch, a transposed one's is that of the convolution
 * that goes the other way, and the matrices of a gated layer stand side by side.
 *
 * @param weight λ, finite, ≥ 0
 * @param group whose weights
 * @param directions of the space in which a largest singular value is looked for, ≥ 1
 * @param seed tells the noise of two terms apart; a training mixes its own in
 */
public record SpectralPenaltyTerm(
        @JsonProperty("weight") double weight,
        @JsonProperty("group") SpectralNorms.Of group,
        @JsonProperty("directions") int directions,
        @JsonProperty("seed") long seed)
        implements SensitivityTerm {

    private static final String NAME = "spectral_penalty";

    /** The prototype: the weight 0.01 of the paper (recalled), encoder and decoder, ten directions. */
    public SpectralPenaltyTerm() {
        this(0.01, SpectralNorms.Of.ALL, 10, 0);
    }

    /** Checks the ranges. */
    public SpectralPenaltyTerm {
        Range.atLeastZero("weight", weight);
        new SpectralNorms(NAME, group, directions, seed);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public SpectralNorms norm() {
        return new SpectralNorms(NAME, group, directions, seed);
    }

    @Override
    public Term in(Training training) {
        return new SpectralPenaltyTerm(
                weight, group, directions, Streams.at(Streams.derive(training.seed(), NAME), seed));
    }
}
