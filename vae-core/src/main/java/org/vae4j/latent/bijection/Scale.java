package org.vae4j.latent.bijection;

import org.vae4j.math.StableMath;

/** How a number s that a network puts out scales a dimension: by e^ℓ(s), beside a shift by c(s) m. */
public enum Scale {

    /**
     * A gate, e^ℓ = σ(s + 2) and c = 1 - σ(s + 2), which begins nearly open (Kingma et al. 2016,
     * the numerically stable form of their section 4).
     */
    GATE {
        @Override
        double log(double s) {
            return -StableMath.softplus(-s - OPEN);
        }

        @Override
        double slope(double s) {
            return share(s);
        }

        @Override
        double share(double s) {
            return StableMath.sigmoid(-s - OPEN);
        }

        @Override
        double shareSlope(double s) {
            return -share(s) * StableMath.sigmoid(s + OPEN);
        }
    },

    /** ℓ = s and c = 1: the identity where s and m are 0 (Papamakarios et al. 2017). */
    EXPONENTIAL {
        @Override
        double log(double s) {
            return s;
        }

        @Override
        double slope(double s) {
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
        double slope(double s) {
            double tanh = Math.tanh(s / 2);
            return 1 - tanh * tanh;
        }
    };

    /** What is added to s, so that a gate begins nearly open. */
    private static final double OPEN = 2;

    /** ℓ. */
    abstract double log(double s);

    /** dℓ / ds. */
    abstract double slope(double s);

    /** c. */
    double share(double s) {
        return 1;
    }

    /** dc / ds. */
    double shareSlope(double s) {
        return 0;
    }
}
