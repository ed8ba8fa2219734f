package org.vae4j.latent.positive;

import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.special.Erf;
import org.apache.commons.math3.special.Gamma;
import org.vae4j.math.GaussLegendre;
import org.vae4j.math.StableMath;

/**
 * The gamma distribution of the rate 1, f(x) = x^(a-1) e^-x / Γ(a) for x > 0, in terms of y = log x.
 *
 * <p>A draw is made by inversion: the distribution function P(a, x) has, at x, the value of that of N(0, 1) at a given
 * number. So it is one smooth function of a and of a fixed count of noise, and its derivative is the implicit one,
 * dx/da = -∂P/∂a / f(x) (Figurnov, Mohamed and Mnih 2018, recalled). Rejection (Marsaglia and Tsang 2000) draws from
 * the same law, but the number that it accepts jumps with a (docs/adr/0012 has the same choice on the sphere).
 *
 * <p>Up to x = a + 1, P(a, x) = x f(x) S with the series S = Σ_n x^n / (a (a + 1) … (a + n)), whose terms are positive;
 * behind it, tails are integrated by Gauss's rule.
 */
final class StandardGamma {

    /**
     * Of larger shapes nothing is drawn: the series has some 10 √a terms, and beyond 1e16 a + n is a, so that it never
     * ends. Only a training that diverges comes here.
     */
    static final double LARGEST_SHAPE = 1e8;

    /** The nodes for a smooth function that falls to e^-45: exact to 1e-13. */
    private static final GaussLegendre TAIL = GaussLegendre.of(48);

    private static final double REACH = 45;
    private static final int MAX_ITERATIONS = 100;

    /** The error behind a step of Newton's that is this short is its square. */
    private static final double TOLERANCE = 1e-8;

    /** The longest step in the upper tail, where the mass falls with e^y. */
    private static final double LONGEST = 2;

    private final double shape;
    private final double logGamma;

    /**
     * The distribution of one shape.
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
     * Draws.
     *
     * @param normal a number of N(0, 1)
     * @return y with P(a, e^y) = Φ(normal); NaN for a shape above {@link #LARGEST_SHAPE}
     */
    double logDraw(double normal) {
        if (Double.isNaN(normal) || !(shape <= LARGEST_SHAPE)) {
            return Double.NaN;
        }
        boolean below = normal < 0;
        double logMass = Math.log(Erf.erfc(Math.abs(normal) / Math.sqrt(2)) / 2);
        double y = start(normal, logMass);
        for (int i = 0; i < MAX_ITERATIONS; i++) {
            double step = below ? stepOfLower(y, logMass) : stepOfUpper(y, logMass);
            y += step;
            if (Math.abs(step) < TOLERANCE) {
                return y;
            }
        }
        return y;
    }

    /** Wilson's and Hilferty's cube; near 0, where P is a power of x, that of the power. */
    private double start(double normal, double logMass) {
        double root = 1 - 1 / (9 * shape) + normal / (3 * Math.sqrt(shape));
        return root > 0.3 || normal >= 0
                ? Math.log(shape) + 3 * Math.log(Math.max(root, 0.3))
                : (logMass + logGamma + Math.log(shape)) / shape;
    }

    /** A step of Newton's for log P(a, e^y), which is concave in y, so that no step leads away. */
    private double stepOfLower(double y, double logMass) {
        double s = series(Math.exp(y)).sum();
        return (logMass - logDensity(y) - Math.log(s)) * s;
    }

    /** A step of Newton's for the logarithm of the mass above e^y. */
    private double stepOfUpper(double y, double logMass) {
        double x = Math.exp(y);
        double density = Math.exp(logDensity(y));
        double mass = x <= shape + 1 ? 1 - density * series(x).sum() : density * above(x, s -> 1);
        double excess = Math.log(mass) - logMass;
        double step = Math.min(excess, Double.MAX_VALUE) * mass / density;
        return mass > 0 ? Math.max(-LONGEST, Math.min(LONGEST, step)) : -LONGEST;
    }

    /**
     * S and its derivative.
     *
     * @param sum S = P(a, x) / (x f(x))
     * @param fall -∂S/∂a
     */
    private record Series(double sum, double fall) {}

    private Series series(double x) {
        double term = 1 / shape;
        double harmonic = 1 / shape;
        double sum = term;
        double fall = term * harmonic;
        for (int n = 1; term > 1e-17 * sum; n++) {
            term *= x / (shape + n);
            harmonic += 1 / (shape + n);
            sum += term;
            fall += term * harmonic;
        }
        return new Series(sum, fall);
    }

    /** ∫ g(t) f(t) dt / (x f(x)) over t > x, for x > a + 1, with g in terms of t. */
    private double above(double x, DoubleUnaryOperator g) {
        double reach = REACH;
        while (reach - (shape - 1) * Math.log1p(reach / x) < REACH) {
            reach *= 1.25;
        }
        return TAIL.integral(0, reach, s -> g.applyAsDouble(x + s) * Math.exp((shape - 1) * Math.log1p(s / x) - s)) / x;
    }

    /**
     * dy/da of a draw.
     *
     * @param y the draw
     * @return ≥ 0
     */
    double shapeDerivative(double y) {
        double x = Math.exp(y);
        double digamma = Polygamma.digamma(shape);
        if (x <= shape + 1) {
            Series series = series(x);
            return series.fall() - series.sum() * (y - digamma);
        }
        return above(x, t -> Math.log(t) - digamma);
    }

    /**
     * dy/dε of {@link #logDraw}, φ(ε) / (x f(x)).
     *
     * @param normal ε
     * @param y what {@link #logDraw} found for it
     * @return > 0
     */
    double slope(double normal, double y) {
        return Math.exp(-0.5 * normal * normal - StableMath.HALF_LOG_TWO_PI - logDensity(y));
    }
}
