package org.vae4j.latent.pair;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Objects;
import java.util.stream.IntStream;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * The choice of the latent dimensions that two examples of a pair share: those in which their posteriors differ least
 * (Locatello et al. 2020, section 4).
 *
 * @param changed the number of dimensions that are not shared, ≥ 0; 0 where it is unknown: then the dimensions are
 *     shared whose divergence is at most the mean of the smallest and the largest divergence of the pair
 * @param divergence the divergence of the two posteriors of a dimension
 */
public record SharedDimensions(
        @JsonProperty("changed") int changed,
        @JsonProperty("divergence") Divergence divergence) {

    /** Shares no dimension, whatever their number. */
    static final SharedDimensions NONE = new SharedDimensions(Integer.MAX_VALUE, Divergence.FORWARD);

    /** The divergence of two Gaussians, nats. */
    public enum Divergence {
        /** KL(q(z|x₁) ‖ q(z|x₂)), as published. */
        FORWARD,
        /** The mean of the divergences in both directions, which does not depend on the order of the two examples. */
        SYMMETRIC
    }

    /** Checks the components. */
    public SharedDimensions {
        Objects.requireNonNull(divergence, "divergence");
        if (changed < 0) {
            throw new IllegalArgumentException("changed: found " + changed
                    + ", expected a number of dimensions of at least 1, or 0 where it is not known");
        }
    }

    /** {@return whether any dimension can be shared} */
    public boolean isAny() {
        return changed < NONE.changed;
    }

    /**
     * The divergence of two Gaussians.
     *
     * @param pair [μ₁, log σ₁², μ₂, log σ₂²]
     * @return nats, ≥ 0
     */
    public double between(double[] pair) {
        double forward = kl(pair[0] - pair[2], pair[1], pair[3]);
        return divergence == Divergence.FORWARD ? forward : (forward + kl(pair[2] - pair[0], pair[3], pair[1])) / 2;
    }

    /** KL(N(distance, e^logVar) ‖ N(0, e^otherLogVar)). */
    private static double kl(double distance, double logVar, double otherLogVar) {
        double logRatio = logVar - otherLogVar;
        return 0.5 * (Math.expm1(logRatio) - logRatio + distance * distance * Math.exp(-otherLogVar));
    }

    /**
     * Chooses the shared dimensions of a pair.
     *
     * @param divergences the divergence of each dimension
     * @return for each dimension whether it is shared
     */
    public boolean[] among(double[] divergences) {
        return changed == 0 ? belowMidrange(divergences) : leastDivergent(divergences);
    }

    private static boolean[] belowMidrange(double[] divergences) {
        boolean[] shared = new boolean[divergences.length];
        double smallest = Arrays.stream(divergences).min().orElse(0);
        double largest = Arrays.stream(divergences).max().orElse(0);
        for (int j = 0; j < shared.length; j++) {
            shared[j] = divergences[j] <= (smallest + largest) / 2;
        }
        return shared;
    }

    /** Shares all dimensions but {@link #changed}; of equal divergences those of lower dimensions come first. */
    private boolean[] leastDivergent(double[] divergences) {
        boolean[] shared = new boolean[divergences.length];
        IntStream.range(0, divergences.length)
                .boxed()
                .sorted(Comparator.comparingDouble(j -> divergences[j]))
                .limit(divergences.length - Math.min(changed, divergences.length))
                .forEach(j -> shared[j] = true);
        return shared;
    }
}
