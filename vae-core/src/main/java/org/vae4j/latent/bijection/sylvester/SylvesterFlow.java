package org.vae4j.latent.bijection.sylvester;

import java.util.Objects;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.vae4j.latent.bijection.Step;
import org.vae4j.latent.bijection.StepChain;

/**
 * A chain of Sylvester flows f(z) = z + Q R tanh(S Qᵀz + b) (van den Berg et al. 2018), with orthonormal
 * columns Q {@code [latent, M]} and upper triangular R and S {@code [M, M]} whose diagonals are hyperbolic tangents, so
 * that R(i, i) S(i, i) > -1 and every step is invertible (theorem 2). A step's log-determinant is
 * Σ log(1 + (1 - tanh²ᵢ) R(i, i) S(i, i)).
 *
 * <p>The parameters of each step are [those of Q | R | S | b], the triangles column by column. A step whose R is 0 is
 * the identity.
 *
 * @param length the number of steps, ≥ 1
 * @param columns the source of Q
 * @param size the number of columns or reflections, as {@link Orthonormal} says, ≥ 1
 */
public record SylvesterFlow(
        @JsonProperty("length") int length,
        @JsonProperty("columns") Orthonormal columns,
        @JsonProperty("size") int size)
        implements StepChain {

    public SylvesterFlow {
        StepChain.requireLength(length);
        Objects.requireNonNull(columns, "columns");
        if (size < 1) {
            throw new IllegalArgumentException("size: found " + size + ", expected a number >= 1");
        }
    }

    @Override
    public Step step(int number) {
        return new SylvesterStep(columns.basis(size, number));
    }
}
