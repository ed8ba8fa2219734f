package org.vae4j.latent.positive;

import org.apache.commons.math3.special.Gamma;
import org.vae4j.latent.Columns;
import org.vae4j.latent.Prior;
import org.vae4j.latent.Space;
import org.vae4j.math.ExampleNoise;
import org.vae4j.math.NoiseRows;

/**
 * Independent gamma distributions, p(z) = Π_j b^a z_j^(a-1) e^(-b z_j) / Γ(a) for z > 0. It has no parameters.
 *
 * @param shape a in [0.2, 1e8]
 * @param rate b > 0, the inverse of the scale
 */
public record GammaPrior(double shape, double rate) implements Prior {

    /** For smaller shapes, more than 1e-6 of all draws would underflow single precision. */
    static final double LEAST_SHAPE = 0.2;

    /** Creates the exponential distribution of mean 1. */
    public GammaPrior() {
        this(1, 1);
    }

    /** Checks the ranges. */
    public GammaPrior {
        requireShape("shape", shape);
        if (!(rate > 0) || Double.isInfinite(rate)) {
            throw new IllegalArgumentException("found rate = " + rate + ", expected a number > 0");
        }
    }

    /** Refuses shapes whose draws underflow single precision, and shapes too large to draw from. */
    static void requireShape(String what, double shape) {
        if (!(shape >= LEAST_SHAPE) || shape > StandardGamma.LARGEST_SHAPE) {
            throw new IllegalArgumentException("found " + what + " = " + shape + ", expected a number >= " + LEAST_SHAPE
                    + " and <= " + StandardGamma.LARGEST_SHAPE);
        }
    }

    @Override
    public String name() {
        return "gamma";
    }

    @Override
    public Space space() {
        return new PositiveNumbers();
    }

    @Override
    public void addLogDensity(Columns z, Columns parameters, double[] logDensity) {
        double constant = shape * Math.log(rate) - Gamma.logGamma(shape);
        double[] values = z.values();
        for (int i = 0; i < values.length; i++) {
            logDensity[i % z.rows()] += constant + (shape - 1) * Math.log(values[i]) - rate * values[i];
        }
    }

    @Override
    public void addLogDensityGradient(Columns z, Columns parameters, double[] weights) {
        double[] values = z.values();
        for (int i = 0; i < values.length; i++) {
            z.gradient()[i] += weights[i % z.rows()] * ((shape - 1) / values[i] - rate);
        }
    }

    @Override
    public void sample(Columns parameters, long seed, Columns z) {
        double[] noise = ExampleNoise.normal(seed, NoiseRows.ofExamples(0, z.rows()), z.count());
        StandardGamma standard = new StandardGamma(shape);
        for (int i = 0; i < noise.length; i++) {
            z.values()[i] = Math.max(PositiveNumbers.LEAST, Math.exp(standard.logDraw(noise[i])) / rate);
        }
    }

    /** {@return false: there is no density where a number is negative} */
    @Override
    public boolean smoothEverywhere() {
        return false;
    }
}
