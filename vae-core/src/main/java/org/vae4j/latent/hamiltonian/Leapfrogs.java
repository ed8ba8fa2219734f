package org.vae4j.latent.hamiltonian;

import java.io.Serializable;
import org.nd4j.shade.jackson.annotation.JsonIgnore;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.vae4j.math.StableMath;

/**
 * The settings of leapfrog steps with tempering (Caterini, Doucet and Sejdinovic 2018, algorithm 1; numbers of
 * equations from memory). With momentum ρ₀ = γ / √β₀ and g = ∇ log p(x, z), each step is
 *
 * <pre>
 * ρ̃ = ρ + ½ ε ⊙ g(z);  z' = z + ε ⊙ ρ̃;  ρ' = √(β_(k-1) / β_k) (ρ̃ + ½ ε ⊙ g(z'))
 * </pre>
 *
 * <p>Only the tempering changes the volume. Its schedule is 1/√β_k = s_k / √β₀ + 1 - s_k with s_k = 1 - k²/K², which
 * ends at β_K = 1.
 *
 * <p>The learned parameters are, in this order, s_j of each dimension's step size ε_j = 2 · step · sigmoid(s_j) and,
 * where there is tempering, t of β₀ = sigmoid(logit(beta0) + t). Parameters of 0 give the settings.
 *
 * @param length K, ≥ 1
 * @param step the step size at parameters of 0, above 0; learned step sizes stay below twice as much
 * @param beta0 the first inverse temperature at parameters of 0, in (0, 1]; 1 for no tempering
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
     * The number of learned parameters.
     *
     * @param latent latent dimensions, ≥ 1
     * @return one per dimension, and one for the tempering where there is any
     */
    public int parameterCount(int latent) {
        return latent + (tempers() ? 1 : 0);
    }

    /** Whether the temperature of the momentum changes. */
    @JsonIgnore
    boolean tempers() {
        return beta0 < 1;
    }

    /** ε_j. */
    double stepSize(double[] parameters, int dimension) {
        return 2 * step * StableMath.sigmoid(parameters[dimension]);
    }

    /** dε_j / ds_j. */
    double stepSizeSlope(double[] parameters, int dimension) {
        return stepSize(parameters, dimension) * StableMath.sigmoid(-parameters[dimension]);
    }

    /** R₀ = 1 / √β₀. */
    double initialInverseRoot(double[] parameters) {
        return tempers() ? 1 / Math.sqrt(StableMath.sigmoid(logit(parameters))) : 1;
    }

    /** dR₀ / dt. */
    double initialInverseRootSlope(double[] parameters) {
        return -0.5 * initialInverseRoot(parameters) * StableMath.sigmoid(-logit(parameters));
    }

    /** logit β₀. */
    private double logit(double[] parameters) {
        return StableMath.logit(beta0) + parameters[parameters.length - 1];
    }

    /** 1 / √β_k, given R₀. */
    double inverseRoot(double initialInverseRoot, int k) {
        return initialInverseRoot * initialShare(k) + 1 - initialShare(k);
    }

    /** s_k = 1 - k²/K², the derivative of 1 / √β_k with respect to R₀. */
    double initialShare(int k) {
        return 1 - (double) k * k / ((double) length * length);
    }
}
