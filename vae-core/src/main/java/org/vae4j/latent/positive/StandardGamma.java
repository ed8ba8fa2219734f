package org.vae4j.latent.positive;

import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.special.Erf;
import org.apache.commons.math3.special.Gamma;
import org.vae4j.math.GaussLegendre;
import org.vae4j.math.StableMath;

/**
 * The gamma distribution of shape a and rate 1, f(x) = x^(a-1) e^-x / Γ(a) for x > 0, in terms of y = log x.
 *
 * <p>A draw is made by inversion: y(ε, a) solves P(a, e^y) = Φ(ε), with P the distribution function of x and Φ that of
 * N(0, 1). So a draw is one smooth function of a and of a fixed count of noise, and its derivatives follow from the
 * implicit equation (Figurnov, Mohamed and Mnih 2018, from memory):
 *
 * <ul>
 *   <li>dy/dε = φ(ε) / (x f(x)), φ the density of N(0, 1);
 *   <li>dy/da = -(∂P/∂a) / (x f(x)).
 * </ul>
 *
 * <p>Rejection (Marsaglia and Tsang 2000) draws from the same distribution, but the accepted number jumps with a
 * (docs/adr/0012 has the same choice on the sphere).
 *
 * <p>P(a, x) = x f(x) S(a, x) with S = Σ_n x^n / (a (a + 1) … (a + n)), whose terms are positive. With ψ = d log Γ /
 * da, dy/da = -∂S/∂a - S (y - ψ(a)). Beyond x = a + 1, where the series needs many terms, Gauss's rule integrates over
 * the upper tail instead: dy/da = ∫_x^∞ (log t - ψ(a)) f(t) dt / (x f(x)).
 */
final class StandardGamma {

    /**
     * No draws are made from larger shapes. The series has some 10 √a terms, and beyond 1e16 it would never end because
     * a + n rounds to a. Only a training that diverges comes here.
     */
    static final double LARGEST_SHAPE = 1e8;

    /** Integrates the upper tail, a smooth function that falls to e^-45, with an error of 1e-13. */
    private static final GaussLegendre TAIL_RULE = GaussLegendre.of(48);

    /** The tail is integrated to where the integrand has fallen by this logarithm. */
    private static final double TAIL_LOG_FALL = 45;

    /** Factor by which the end of the tail moves outwards until the integrand is small enough there. */
    private static final double TAIL_GROWTH = 1.25;

    private static final int MAX_ITERATIONS = 100;

    /** A step of this length ends the iteration, because Newton's method leaves an error of its square. */
    private static final double TOLERANCE = 1e-8;

    /** The longest step in the upper tail, whose mass falls with e^y, so that Newton's method overshoots. */
    private static final double MAX_UPPER_STEP = 2;

    /** Wilson's and Hilferty's approximation is used where its cube root is larger. */
    private static final double LEAST_CUBE_ROOT = 0.3;

    /** Terms of the series that are smaller relative to their sum do not change it. */
    private static final double NEGLIGIBLE = 1e-17;

    private final double shape;
    private final double logGamma;

    /**
     * Creates the distribution of one shape.
     *
     * @param shape a > 0
     */
    StandardGamma(double shape) {
        this.shape = shape;
        this.logGamma = Gamma.logGamma(shape);
    }

    /** log (x f(x)), the log-density of y. */
    private double logDensity(double y) {
        return shape * y - Math.exp(y) - logGamma;
    }

    /**
     * Draws the logarithm of a gamma variable.
     *
     * @param noise ε, a draw from N(0, 1)
     * @return y with P(a, e^y) = Φ(ε); NaN for noise of NaN and for a shape above {@link #LARGEST_SHAPE}
     */
    double logDraw(double noise) {
        if (Double.isNaN(noise) || !(shape <= LARGEST_SHAPE)) {
            return Double.NaN;
        }
        boolean lower = noise < 0;
        double logMass = Math.log(Erf.erfc(Math.abs(noise) / Math.sqrt(2)) / 2);
        double y = firstGuess(noise, logMass);
        for (int i = 0; i < MAX_ITERATIONS; i++) {
            double step = lower ? lowerTailStep(y, logMass) : upperTailStep(y, logMass);
            y += step;
            if (Math.abs(step) < TOLERANCE) {
                return y;
            }
        }
        return y;
    }

    /** Wilson's and Hilferty's cube; near 0, where P(a, x) ≈ x^a / Γ(a + 1), the quantile of that power. */
    private double firstGuess(double noise, double logMass) {
        double cubeRoot = 1 - 1 / (9 * shape) + noise / (3 * Math.sqrt(shape));
        return cubeRoot > LEAST_CUBE_ROOT || noise >= 0
                ? Math.log(shape) + 3 * Math.log(Math.max(cubeRoot, LEAST_CUBE_ROOT))
                : (logMass + logGamma + Math.log(shape)) / shape;
    }

    /** A step of Newton's method for log P(a, e^y) = logMass. The function is concave in y, so the method converges. */
    private double lowerTailStep(double y, double logMass) {
        double s = series(Math.exp(y)).sum();
        return (logMass - logDensity(y) - Math.log(s)) * s;
    }

    /** A step of Newton's method for log(1 - P(a, e^y)) = logMass, at most {@link #MAX_UPPER_STEP} long. */
    private double upperTailStep(double y, double logMass) {
        double x = Math.exp(y);
        double density = Math.exp(logDensity(y));
        double mass = x <= shape + 1 ? 1 - density * series(x).sum() : density * upperTailIntegral(x, t -> 1);
        double excess = Math.log(mass) - logMass;
        double step = Math.min(excess, Double.MAX_VALUE) * mass / density;
        return mass > 0 ? Math.max(-MAX_UPPER_STEP, Math.min(MAX_UPPER_STEP, step)) : -MAX_UPPER_STEP;
    }

    /**
     * The series S and its derivative.
     *
     * @param sum S = P(a, x) / (x f(x))
     * @param negSlope -∂S/∂a, which is positive
     */
    private record Series(double sum, double negSlope) {}

    private Series series(double x) {
        double term = 1 / shape;
        double harmonic = 1 / shape;
        double sum = term;
        double negSlope = term * harmonic;
        for (int n = 1; term > NEGLIGIBLE * sum; n++) {
            term *= x / (shape + n);
            harmonic += 1 / (shape + n);
            sum += term;
            negSlope += term * harmonic;
        }
        return new Series(sum, negSlope);
    }

    /** ∫_x^∞ g(t) f(t) dt / (x f(x)) for x > a + 1. */
    private double upperTailIntegral(double x, DoubleUnaryOperator g) {
        double end = TAIL_LOG_FALL;
        while (end - (shape - 1) * Math.log1p(end / x) < TAIL_LOG_FALL) {
            end *= TAIL_GROWTH;
        }
        // With t = x + s, f(t) / f(x) = (1 + s/x)^(a-1) e^-s.
        return TAIL_RULE.integral(0, end, s -> g.applyAsDouble(x + s) * Math.exp((shape - 1) * Math.log1p(s / x) - s))
                / x;
    }

    /**
     * The derivative of {@link #logDraw} with respect to the shape.
     *
     * @param y the draw
     * @return dy/da, ≥ 0
     */
    double shapeDerivative(double y) {
        double x = Math.exp(y);
        double digamma = Polygamma.digamma(shape);
        if (x <= shape + 1) {
            Series series = series(x);
            return series.negSlope() - series.sum() * (y - digamma);
        }
        return upperTailIntegral(x, t -> Math.log(t) - digamma);
    }

    /**
     * The derivative of {@link #logDraw} with respect to the noise, φ(ε) / (x f(x)).
     *
     * @param noise ε
     * @param y the draw for ε
     * @return dy/dε, > 0
     */
    double noiseDerivative(double noise, double y) {
        return Math.exp(-0.5 * noise * noise - StableMath.HALF_LOG_TWO_PI - logDensity(y));
    }
}
