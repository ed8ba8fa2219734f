package org.vae4j.latent.pair;

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Which latent dimensions two examples of a pair share (Locatello et al. 2020, section 4): those in which their
 * posteriors differ least.
 *
 * @param changed how many dimensions are not shared, ≥ 0; 0: unknown, so that those are shared whose divergence is at
 *     most halfway between the smallest and the largest of the pair
 * @param divergence of the two posteriors of a dimension
 */
public record SharedDimensions(
        @JsonProperty("changed") int changed,
        @JsonProperty("divergence") Divergence divergence) {

    /** No dimension, of however many. */
    static final SharedDimensions NONE = new SharedDimensions(Integer.MAX_VALUE, Divergence.FORWARD);

    /** How far two Gaussians are from each other, nats. */
    public enum Divergence {
        /** KL(q(z|x₁) ‖ q(z|x₂)), as published. */
        FORWARD,
        /** The mean of both directions, so that the order of the two examples has no meaning. */
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

    /** KL(N(d, e^v) ‖ N(0, e^w)). */
    private static double kl(double distance, double logVar, double other) {
        return 0.5 * (Math.expm1(logVar - other) - (logVar - other) + distance * distance * Math.exp(-other));
    }

    /**
     * Chooses the dimensions.
     *
     * @param divergences of a pair, one per dimension
     * @return which are shared
     */
    public boolean[] among(double[] divergences) {
        boolean[] shared = new boolean[divergences.length];
        if (changed == 0) {
            double smallest = Arrays.stream(divergences).min().orElse(0);
            double largest = Arrays.stream(divergences).max().orElse(0);
            for (int j = 0; j < shared.length; j++) {
                shared[j] = divergences[j] <= (smallest + largest) / 2;
            }
            return shared;
        }
        int[] order = IntStream.range(0, divergences.length)
                .boxed()
                .sorted((a, b) -> Double.compare(divergences[a], divergences[b]))
                .mapToInt(j -> j)
                .toArray();
        for (int k = 0; k < shared.length - Math.min(changed, shared.length); k++) {
            shared[order[k]] = true;
        }
        return shared;
    }
}
