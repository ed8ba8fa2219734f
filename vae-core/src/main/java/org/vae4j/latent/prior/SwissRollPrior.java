package org.vae4j.latent.prior;

/**
 * A spiral in the plane with Gaussian noise, z = radius · s (cos 2π·turns·s, sin 2π·turns·s) + noise · ε with s = √t
 * and t uniform on [0, 1), the example of the paper on adversarial autoencoders (Makhzani et al. 2016; its numbers are
 * from memory). {@link NoisyCurve} computes its density.
 *
 * @param radius of the outer end, ≥ 0
 * @param turns the number of turns, ≥ 0
 * @param noise standard deviation, ≥ 0; without noise the spiral can only be drawn from
 */
public record SwissRollPrior(double radius, double turns, double noise) implements CurvePrior {

    /** Two turns out to a radius of 3. */
    public SwissRollPrior() {
        this(3, 2, 0.1);
    }

    /** Checks the ranges. */
    public SwissRollPrior {
        CurvePrior.requireNotNegative("radius", radius);
        CurvePrior.requireNotNegative("turns", turns);
        CurvePrior.requireNotNegative("noise", noise);
    }

    @Override
    public String name() {
        return "swiss_roll";
    }

    /** The point of the roll at s, whose density is 2s. */
    private double[] along(double s) {
        double angle = 2 * Math.PI * turns * s;
        return new double[] {radius * s * Math.cos(angle), radius * s * Math.sin(angle)};
    }

    @Override
    public double[] point(double t) {
        return along(Math.sqrt(t));
    }

    @Override
    public NoisyCurve curve() {
        double angle = 2 * Math.PI * turns;
        return new NoisyCurve(this::along, s -> 2 * s, radius * Math.hypot(1, angle), noise);
    }
}
