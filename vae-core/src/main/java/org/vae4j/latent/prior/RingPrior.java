package org.vae4j.latent.prior;

import org.vae4j.latent.Columns;
import org.vae4j.latent.Prior;

/**
 * A circle in the plane with Gaussian noise, z = radius · (cos φ, sin φ) + noise · ε. Its density, which has a closed
 * form with the Bessel function I₀, is computed as {@link NoisyCurve} does.
 *
 * @param radius of the circle, ≥ 0
 * @param noise standard deviation, ≥ 0; without noise the ring can only be drawn from
 */
public record RingPrior(double radius, double noise) implements Prior {

    /** A ring of radius 2. */
    public RingPrior() {
        this(2, 0.2);
    }

    /** Checks the ranges. */
    public RingPrior {
        SwissRollPrior.requireNotNegative("radius", radius);
        SwissRollPrior.requireNotNegative("noise", noise);
    }

    @Override
    public String name() {
        return "ring";
    }

    @Override
    public void requireDimensions(int latent) {
        NoisyCurve.requirePlane(name(), latent);
    }

    @Override
    public boolean hasDensity() {
        return noise > 0;
    }

    private double[] point(double t) {
        return new double[] {radius * Math.cos(2 * Math.PI * t), radius * Math.sin(2 * Math.PI * t)};
    }

    private NoisyCurve curve() {
        SwissRollPrior.requireNoise(name(), noise);
        return new NoisyCurve(this::point, t -> 1, 2 * Math.PI * radius, noise);
    }

    @Override
    public void addLogDensity(Columns z, Columns parameters, double[] logDensity) {
        curve().add(z, logDensity, new double[z.rows()]);
    }

    @Override
    public void addLogDensityGradient(Columns z, Columns parameters, double[] weights) {
        curve().add(z, new double[z.rows()], weights);
    }

    @Override
    public void sample(Columns parameters, long seed, Columns z) {
        NoisyCurve.sample(this::point, noise, seed, z);
    }

    @Override
    public boolean smoothEverywhere() {
        return hasDensity();
    }
}
