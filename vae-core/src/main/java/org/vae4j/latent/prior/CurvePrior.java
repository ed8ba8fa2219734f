package org.vae4j.latent.prior;

import org.vae4j.latent.Columns;
import org.vae4j.latent.Prior;

/**
 * A prior along a curve in the plane with Gaussian noise. Without noise it has no density, but it can be drawn from.
 */
interface CurvePrior extends Prior {

    /** {@return standard deviation of the noise, ≥ 0} */
    double noise();

    /**
     * The point of the curve for a draw.
     *
     * @param t uniform on [0, 1)
     * @return two coordinates, a new array
     */
    double[] point(double t);

    /** {@return the density of the curve with its noise, which is above 0} */
    NoisyCurve curve();

    private NoisyCurve requireDensity() {
        if (noise() == 0) {
            throw new UnsupportedOperationException("found the prior " + name()
                    + " without noise, which has no density, expected noise > 0: set model.prior={" + name()
                    + ": {noise: 0.1}}");
        }
        return curve();
    }

    @Override
    default void requireDimensions(int latent) {
        if (latent != 2) {
            throw new IllegalArgumentException("model.prior: found " + name() + " of " + latent
                    + " dimensions, expected 2, since it is a curve in the plane: set model.latent=2, or with"
                    + " model.hierarchy the latent of its last level");
        }
    }

    @Override
    default boolean hasDensity() {
        return noise() > 0;
    }

    @Override
    default void addLogDensity(Columns z, Columns parameters, double[] logDensity) {
        requireDensity().add(z, logDensity, new double[z.rows()]);
    }

    @Override
    default void addLogDensityGradient(Columns z, Columns parameters, double[] weights) {
        requireDensity().add(z, new double[z.rows()], weights);
    }

    @Override
    default void sample(Columns parameters, long seed, Columns z) {
        NoisyCurve.sample(this::point, noise(), seed, z);
    }

    @Override
    default boolean smoothEverywhere() {
        return hasDensity();
    }

    /** Refuses a negative or infinite number and NaN. */
    static void requireNotNegative(String what, double value) {
        if (!(value >= 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException("found " + what + " = " + value + ", expected a number >= 0");
        }
    }
}
