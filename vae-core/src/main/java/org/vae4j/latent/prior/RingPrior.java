package org.vae4j.latent.prior;

/**
 * A circle in the plane with Gaussian noise, z = radius · (cos φ, sin φ) + noise · ε with φ uniform on [0, 2π).
 * {@link NoisyCurve} computes its density.
 *
 * @param radius of the circle, ≥ 0
 * @param noise standard deviation, ≥ 0; without noise the ring can only be drawn from
 */
public record RingPrior(double radius, double noise) implements CurvePrior {

    /** A ring of radius 2. */
    public RingPrior() {
        this(2, 0.2);
    }

    /** Checks the ranges. */
    public RingPrior {
        CurvePrior.requireNotNegative("radius", radius);
        CurvePrior.requireNotNegative("noise", noise);
    }

    @Override
    public String name() {
        return "ring";
    }

    @Override
    public double[] point(double t) {
        return new double[] {radius * Math.cos(2 * Math.PI * t), radius * Math.sin(2 * Math.PI * t)};
    }

    @Override
    public NoisyCurve curve() {
        return new NoisyCurve(this::point, t -> 1, 2 * Math.PI * radius, noise);
    }
}
