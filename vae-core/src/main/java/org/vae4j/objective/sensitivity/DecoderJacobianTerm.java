package org.vae4j.objective.sensitivity;

import java.util.Set;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.vae4j.math.Streams;
import org.vae4j.objective.Need;
import org.vae4j.objective.Term;
import org.vae4j.objective.jacobian.Jacobian;
import org.vae4j.objective.term.LatentNormTerm;
import org.vae4j.objective.term.Range;

/**
 * The squared Frobenius norm of the decoder's Jacobian at z times a weight, λ ‖∂θ/∂z‖², θ being the likelihood's
 * parameters: on a deterministic code with {@link LatentNormTerm} the "RAE-GP" (Ghosh et al. 2020).
 *
 * @param weight λ, finite, ≥ 0
 * @param probes directions drawn per row, ≥ 0; 0: all dimensions, so that nothing is drawn
 * @param step of the central differences, above 0
 * @param seed tells the noise of two terms apart; a training mixes its own in
 */
public record DecoderJacobianTerm(
        @JsonProperty("weight") double weight,
        @JsonProperty("probes") int probes,
        @JsonProperty("step") double step,
        @JsonProperty("seed") long seed)
        implements SensitivityTerm {

    private static final String NAME = "decoder_jacobian";

    /** The prototype: a weight of 1e-3, one direction, steps of 0.01. */
    public DecoderJacobianTerm() {
        this(1e-3, 1, 0.01, 0);
    }

    /** Checks the ranges. */
    public DecoderJacobianTerm {
        Range.atLeastZero("weight", weight);
        new Jacobian(NAME, Jacobian.Of.DECODER, probes, step, seed);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Jacobian norm() {
        return new Jacobian(NAME, Jacobian.Of.DECODER, probes, step, seed);
    }

    @Override
    public Set<Need> needs() {
        return Set.of(Need.ONE_LOSS, Need.PLAIN_PATH);
    }

    @Override
    public Term in(Training training) {
        return new DecoderJacobianTerm(weight, probes, step, Streams.at(Streams.derive(training.seed(), NAME), seed));
    }
}
