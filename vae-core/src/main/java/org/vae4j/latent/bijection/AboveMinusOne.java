package org.vae4j.latent.bijection;

import org.vae4j.math.StableMath;

/**
 * m(x) = log(1 + e^(x + κ)) - 1 with κ = log(e - 1), an increasing function onto (-1, ∞) with m(0) = 0: what keeps
 * steps invertible. Rezende and Mohamed (2015, appendix A.1) have κ = 0; with this κ the same functions are reached,
 * and parameters of zero are the identity.
 */
final class AboveMinusOne {

    private static final double SHIFT = Math.log(Math.expm1(1));

    private AboveMinusOne() {}

    static double of(double x) {
        if (x == 0) {
            return 0;
        }
        // The softplus, by functions that the compiler has instructions for: every row of every step asks for one.
        double shifted = x + SHIFT;
        return Math.max(shifted, 0) + StableMath.log1p(Math.exp(-Math.abs(shifted))) - 1;
    }

    static double slope(double x) {
        return StableMath.sigmoid(x + SHIFT);
    }
}
