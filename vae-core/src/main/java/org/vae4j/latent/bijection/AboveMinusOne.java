package org.vae4j.latent.bijection;

import org.vae4j.math.StableMath;

/**
 * The function m(x) = log(1 + e^(x + κ)) - 1 with κ = log(e - 1), which increases from -1 to ∞ with m(0) = 0. Planar
 * and radial steps are invertible because their parameters pass through it. Rezende and Mohamed (2015, appendix A.1)
 * have κ = 0; the shift by κ reaches the same functions, and makes the step of parameters 0 the identity.
 */
final class AboveMinusOne {

    private static final double SHIFT = Math.log(Math.expm1(1));

    private AboveMinusOne() {}

    static double of(double x) {
        if (x == 0) {
            return 0;
        }
        // The softplus. StableMath.log1p is several times as fast as Math.log1p, and this runs per row and step.
        double shifted = x + SHIFT;
        return Math.max(shifted, 0) + StableMath.log1p(Math.exp(-Math.abs(shifted))) - 1;
    }

    static double slope(double x) {
        return StableMath.sigmoid(x + SHIFT);
    }
}
