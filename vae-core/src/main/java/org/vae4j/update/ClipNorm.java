package org.vae4j.update;

import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Clipping by norm (Pascanu et al. 2013): a gradient of a norm above the threshold is scaled down to it.
 *
 * @param threshold &gt; 0; infinite: nothing is clipped
 * @param scope whose norm: of each tensor, or of all parameters that have the updater
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

    /** A norm that is not a number stays visible in the parameters, where the guard against divergence looks. */
    @Override
    public double factor(double norm) {
        return norm <= threshold ? 1 : threshold / norm;
    }
}
