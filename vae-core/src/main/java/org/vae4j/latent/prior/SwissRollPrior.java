package org.vae4j.latent.prior;

import org.vae4j.latent.Columns;
import org.vae4j.latent.Prior;

/**
 * A spiral in the plane with Gaussian noise, z = radius · s (cos 2π·turns·s, sin 2π·turns·s) + noise · ε with s = √t
 * and t even in [0, 1), as adversarial autoencoders were shown with (Makhzani et al. 2016; its numbers are recalled).
 * Its density is computed as {@link NoisyCurve} does.
 *
 * @param radius of the outer end, ≥ 0
 * @param turns how often it winds, ≥ 0
 * @param noise standard deviation, ≥ 0; without noise the spiral can only be drawn from
 */
public record SwissRollPrior(double radius, double turns, double noise) implements Prior {

    /** Two turns out to a radius of 3. */
    public SwissRollPrior() {
        this(3, 2, 0.1);
    }

    /** Checks the ranges. */
    public SwissRollPrior {
        requireNotNegative("radius", radius);
        requireNotNegative("turns", turns);
        requireNotNegative("noise", noise);
    }

    static void requireNotNegative(String what, double value) {
        if (!(value >= 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException("found " + what + " = " + value + ", expected a number >= 0");
        }
    }

    static void requireNoise(String name, double noise) {
        if (noise == 0) {
            throw new UnsupportedOperationException("found the prior " + name + " without noise, which has no density,"
                    + " expected noise > 0: set model.prior={" + name + ": {noise: 0.1}}");
        }
    }

    @Override
    public String name() {
        return "swiss_roll";
    }

    @Override
    public void requireDimensions(int latent) {
        NoisyCurve.requirePlane(name(), latent);
    }

    @Override
    public boolean hasDensity() {
        return noise > 0;
    }

    /** The point of the roll at s, whose density is 2s. */
    private double[] along(double s) {
        double angle = 2 * Math.PI * turns * s;
        return new double[] {radius * s * Math.cos(angle), radius * s * Math.sin(angle)};
    }

    private double[] point(double t) {
        return along(Math.sqrt(t));
    }

    private NoisyCurve curve() {
        requireNoise(name(), noise);
        double angle = 2 * Math.PI * turns;
        return new NoisyCurve(this::along, s -> 2 * s, radius * Math.hypot(1, angle), noise);
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
