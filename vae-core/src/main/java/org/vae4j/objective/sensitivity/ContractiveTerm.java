package org.vae4j.objective.sensitivity;

import java.util.Set;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.vae4j.math.Streams;
import org.vae4j.objective.Need;
import org.vae4j.objective.Term;
import org.vae4j.objective.jacobian.Jacobian;
import org.vae4j.objective.term.Range;

/**
 * The squared Frobenius norm of the encoder's Jacobian times a weight, λ ‖∂μ/∂x‖², μ being the code or the mean of
 * the posterior: the contractive autoencoder (Rifai et al. 2011).
 *
 * @param weight λ, finite, ≥ 0
 * @param probes directions drawn per row, ≥ 0; 0: all dimensions, so that nothing is drawn
 * @param step of the central differences, above 0
 * @param seed tells the noise of two terms apart; a training mixes its own in
 */
public record ContractiveTerm(
        @JsonProperty("weight") double weight,
        @JsonProperty("probes") int probes,
        @JsonProperty("step") double step,
        @JsonProperty("seed") long seed)
        implements SensitivityTerm {

    private static final String NAME = "contractive";

    /** The prototype: a weight of 0.1, one direction, steps of 0.01. */
    public ContractiveTerm() {
        this(0.1, 1, 0.01, 0);
    }

    /** Checks the ranges. */
    public ContractiveTerm {
        Range.atLeastZero("weight", weight);
        new Jacobian(NAME, Jacobian.Of.ENCODER, probes, step, seed);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Jacobian norm() {
        return new Jacobian(NAME, Jacobian.Of.ENCODER, probes, step, seed);
    }

    @Override
    public Set<Need> needs() {
        return Set.of(Need.ONE_LOSS);
    }

    @Override
    public Term in(Training training) {
        return new ContractiveTerm(weight, probes, step, Streams.at(Streams.derive(training.seed(), NAME), seed));
    }
}
