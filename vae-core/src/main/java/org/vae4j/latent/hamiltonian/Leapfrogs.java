package org.vae4j.latent.hamiltonian;

import java.io.Serializable;
import org.nd4j.shade.jackson.annotation.JsonIgnore;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.vae4j.math.StableMath;

/**
 * Leapfrogs with tempering (Caterini, Doucet and Sejdinovic 2018, algorithm 1; numbers of equations recalled): with
 * momentum ρ₀ = γ / √β₀ and g = ∇ log p(x, z), each step is
 *
 * <pre>
 * ρ̃ = ρ + ½ ε ⊙ g(z);  z' = z + ε ⊙ ρ̃;  ρ' = √(β_(k-1) / β_k) (ρ̃ + ½ ε ⊙ g(z'))
 * </pre>
 *
 * <p>whose volume changes by the tempering alone. It ends at β_K = 1, on the way √β_k = 1 / ((1 - 1/√β₀) k²/K² +
 * 1/√β₀).
 *
 * <p>Learned are, in this order, s_j of each dimension's ε_j = 2 · step · sigmoid(s_j) and, where there is tempering, t
 * of β₀ = sigmoid(logit(beta0) + t): parameters of 0 are the settings.
 *
 * @param length K, ≥ 1
 * @param step the size that every step begins with; it stays below twice as much
 * @param beta0 the inverse temperature that the momentum begins with, in (0, 1]; 1: no tempering
 */
public record Leapfrogs(
        @JsonProperty("length") int length,
        @JsonProperty("step") double step,
        @JsonProperty("beta0") double beta0) implements Serializable {

    public Leapfrogs {
        if (length < 1) {
            throw new IllegalArgumentException("length: found " + length + ", expected a number of steps >= 1");
        }
        if (!(step > 0) || Double.isInfinite(step)) {
            throw new IllegalArgumentException("step: found " + step + ", expected a number > 0");
        }
        if (!(beta0 > 0) || beta0 > 1) {
            throw new IllegalArgumentException("beta0: found " + beta0
                    + ", expected an inverse temperature in (0, 1], 1 for none: momentum begins hot and ends at 1");
        }
    }

    /**
     * How many numbers are learned.
     *
     * @param latent latent dimensions, ≥ 1
     * @return one for each dimension, and one for the tempering
     */
    public int parameterCount(int latent) {
        return latent + (tempers() ? 1 : 0);
    }

    /** Whether momentum changes its temperature. */
    @JsonIgnore
    boolean tempers() {
        return beta0 < 1;
    }

    /** ε_j. */
    double size(double[] parameters, int dimension) {
        return 2 * step * StableMath.sigmoid(parameters[dimension]);
    }

    /** dε_j / ds_j. */
    double sizeSlope(double[] parameters, int dimension) {
        return size(parameters, dimension) * StableMath.sigmoid(-parameters[dimension]);
    }

    /** 1 / √β₀. */
    double beginning(double[] parameters) {
        return tempers() ? 1 / Math.sqrt(StableMath.sigmoid(logit(parameters))) : 1;
    }

    /** The derivative of {@link #beginning} by t. */
    double beginningSlope(double[] parameters) {
        return -0.5 * beginning(parameters) * StableMath.sigmoid(-logit(parameters));
    }

    private double logit(double[] parameters) {
        return StableMath.logit(beta0) + parameters[parameters.length - 1];
    }

    /** 1 / √β_k. */
    double inverseRoot(double beginning, int k) {
        return beginning * share(k) + 1 - share(k);
    }

    /** How much of the beginning is left in 1 / √β_k, its derivative by the beginning. */
    double share(int k) {
        return 1 - (double) k * k / ((double) length * length);
    }
}
