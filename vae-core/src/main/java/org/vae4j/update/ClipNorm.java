package org.vae4j.update;

import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Clipping by norm (Pascanu et al. 2013): a gradient g with ‖g‖ above the threshold is multiplied by threshold / ‖g‖.
 *
 * @param threshold the largest norm, &gt; 0; infinity clips nothing
 * @param scope the values over which the norm is taken: each tensor, or all parameters of the updater
 */
public record ClipNorm(
        @JsonProperty("threshold") double threshold,
        @JsonProperty("scope") Scope scope) implements GradientRule {

    public ClipNorm {
        if (!(threshold > 0)) {
            throw new IllegalArgumentException("found a gradient norm of at most " + threshold
                    + ", expected a number > 0: for example 5, or no clipping");
        }
        if (scope == null || scope == Scope.NONE) {
            throw new IllegalArgumentException("found the scope " + scope + ", expected TENSOR or NETWORK");
        }
    }

    /**
     * Clips by the norm of all parameters together, as most publications do.
     *
     * @param threshold &gt; 0
     * @return the rule
     */
    public static ClipNorm global(double threshold) {
        return new ClipNorm(threshold, Scope.NETWORK);
    }

    /** {@inheritDoc} A norm of NaN gives NaN, which the guard against divergence finds in the parameters. */
    @Override
    public double factor(double norm) {
        return norm <= threshold ? 1 : threshold / norm;
    }
}
