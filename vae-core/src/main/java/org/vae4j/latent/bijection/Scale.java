package org.vae4j.latent.bijection;

import org.vae4j.math.StableMath;

/**
 * The functions ℓ and c with which {@link Affine} scales a dimension by e^ℓ(s) and shifts it by c(s) m, for numbers s
 * and m that a network puts out.
 */
public enum Scale {

    /**
     * A gate, e^ℓ = σ(s + 2) and c = 1 - σ(s + 2), which begins nearly open (Kingma et al. 2016,
     * the numerically stable form of their section 4).
     */
    GATE {
        @Override
        double log(double s) {
            return -StableMath.softplus(-s - GATE_SHIFT);
        }

        @Override
        double logSlope(double s) {
            return shiftFactor(s);
        }

        @Override
        double shiftFactor(double s) {
            return StableMath.sigmoid(-s - GATE_SHIFT);
        }

        @Override
        double shiftFactorSlope(double s) {
            return -shiftFactor(s) * StableMath.sigmoid(s + GATE_SHIFT);
        }
    },

    /** ℓ = s and c = 1: the identity where s and m are 0 (Papamakarios et al. 2017). */
    EXPONENTIAL {
        @Override
        double log(double s) {
            return s;
        }

        @Override
        double logSlope(double s) {
            return 1;
        }
    },

    /** ℓ = 2 tanh(s / 2), within ±2, and c = 1: the identity where s and m are 0. */
    BOUNDED {
        @Override
        double log(double s) {
            return 2 * Math.tanh(s / 2);
        }

        @Override
        double logSlope(double s) {
            double tanh = Math.tanh(s / 2);
            return 1 - tanh * tanh;
        }
    };

    /** Added to s so that a gate begins nearly open, at σ(2) = 0.88. */
    private static final double GATE_SHIFT = 2;

    /** ℓ(s), the logarithm of the scale. */
    abstract double log(double s);

    /** dℓ / ds. */
    abstract double logSlope(double s);

    /** c(s), the factor of the shift m. */
    double shiftFactor(double s) {
        return 1;
    }

    /** dc / ds. */
    double shiftFactorSlope(double s) {
        return 0;
    }
}
