package org.vae4j.latent.manifold;

import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.special.Erf;
import org.apache.commons.math3.special.Gamma;
import org.vae4j.math.GaussLegendre;
import org.vae4j.math.StableMath;

/**
 * The angle θ between the mean direction and a draw of a von Mises-Fisher distribution on the sphere in ℝᵐ. Its density
 * on [0, π] is f(θ) = e^(κ (cos θ - 1)) sin^(m-2) θ / total, total = √π Γ((m-1)/2) / Γ(m/2) · h(κ) e^-κ with h of
 * {@link MeanResultant}.
 *
 * <p>An angle is drawn by inversion: θ(ε, κ) solves F(θ) = Φ(ε), with F the distribution function of θ and Φ that of
 * N(0, 1). Newton's method finds it, kept inside the interval that is known to hold the solution. The derivatives
 * follow from the implicit equation (Figurnov, Mohamed and Mnih 2018):
 *
 * <ul>
 *   <li>dθ/dε = φ(ε) / f(θ), φ the density of N(0, 1);
 *   <li>dθ/dκ = -(∂F/∂κ) / f(θ) with ∂F/∂κ = ∫₀^θ (cos t - A(κ)) f(t) dt.
 * </ul>
 *
 * <p>Rejection (Ulrich 1984, Wood 1994) draws from the same distribution, but the accepted angle jumps with κ, so that
 * a gradient would need a correction with values of the integrand (Naesseth et al. 2017), which a layer does not know.
 * With inversion a draw is one smooth function of κ and of a fixed count of noise, and differences can check its
 * gradient.
 *
 * <p>All integrals run over the smaller tail, by Gauss's rule on the part of it that has mass.
 */
final class PolarAngle {

    /** Integrates a function of about the shape of a Gaussian over several widths with an error of 1e-13. */
    private static final GaussLegendre TAIL_RULE = GaussLegendre.of(48);

    /** Integrates such a function over less than one width with the same error. */
    private static final GaussLegendre STEP_RULE = GaussLegendre.of(12);

    /** The length of a tail in widths of the density, which falls to e^-70 over it. */
    private static final double TAIL_WIDTHS = 12;

    private static final int MAX_ITERATIONS = 60;

    /** The mass is updated by an integral over the step if its logarithm has to change by less; else it is redone. */
    private static final double MAX_LOG_MASS_CHANGE = 2;

    /** A relative step of this length ends the iteration, because Newton's method leaves an error of its square. */
    private static final double TOLERANCE = 1e-8;

    private final int m;
    private final double kappa;
    private final MeanResultant mean;
    private final double logTotal;
    /** The mode of f. */
    private final double mode;
    /** The width of f about its mode, (-d² log f / dθ²)^(-1/2), at most 1. */
    private final double width;

    /**
     * Creates the distribution of the angle.
     *
     * @param dimensions m, ≥ 2
     * @param kappa κ, ≥ 0
     */
    PolarAngle(int dimensions, double kappa) {
        this.m = dimensions;
        this.kappa = kappa;
        this.mean = MeanResultant.of(dimensions, kappa);
        this.logTotal =
                0.5 * Math.log(Math.PI) + Gamma.logGamma((m - 1) / 2.0) - Gamma.logGamma(m / 2.0) + mean.logExcess();
        // (m - 2) cos θ = κ sin² θ at the mode.
        double root = (m - 2 + Math.hypot(m - 2, 2 * kappa)) / 2;
        double cosine = root == 0 ? 0 : kappa / root;
        this.mode = root == 0 ? 0 : Math.atan2(Math.sqrt((m - 2) / root), cosine);
        this.width = Math.min(1, 1 / Math.sqrt(kappa * cosine + root));
    }

    /** log f(θ) for θ in (0, π). */
    private double logDensity(double theta) {
        double half = Math.sin(theta / 2);
        double logSine = m == 2 ? 0 : (m - 2) * Math.log(Math.sin(theta));
        return -2 * kappa * half * half + logSine - logTotal;
    }

    /**
     * Draws an angle.
     *
     * @param noise ε, a draw from N(0, 1)
     * @return θ with F(θ) = Φ(ε), in [0, π]; NaN where ε or κ is NaN
     */
    double draw(double noise) {
        if (Double.isNaN(noise) || Double.isNaN(kappa)) {
            return Double.NaN;
        }
        Tail tail = new Tail(noise < 0, Math.log(Erf.erfc(Math.abs(noise) / Math.sqrt(2)) / 2));
        double low = 0;
        double high = Math.PI;
        double theta = insideOrMiddle(firstGuess(noise, tail), low, high);
        double mass = mass(theta, tail.lower());
        for (int i = 0; i < MAX_ITERATIONS; i++) {
            double excess = Math.log(mass) - tail.logMass();
            double newton = tail.step(theta, excess * mass / Math.exp(logDensity(theta)));
            if (Math.abs(newton - theta) < TOLERANCE * Math.min(width, tail.length(theta))) {
                return newton;
            }
            if (tail.lower() == excess > 0) {
                high = theta;
            } else {
                low = theta;
            }
            double next = insideOrMiddle(newton, low, high);
            boolean near = Math.abs(excess) < MAX_LOG_MASS_CHANGE && Math.abs(next - theta) < width;
            mass = near ? updatedMass(mass, theta, next, tail.lower()) : mass(next, tail.lower());
            theta = next;
        }
        return theta;
    }

    /**
     * The smaller of the two tails that the solution divides [0, π] into.
     *
     * @param lower whether it begins at 0; otherwise it begins at π
     * @param logMass the logarithm of the mass that it shall have
     */
    private record Tail(boolean lower, double logMass) {

        /** The distance of θ from the end of [0, π] at which the tail begins. */
        double length(double theta) {
            return lower ? theta : Math.PI - theta;
        }

        /** A step of Newton's method in log mass and log length, which are linear in each other near the end. */
        double step(double theta, double decrease) {
            double length = length(theta);
            double next = length * Math.exp(-decrease / length);
            return lower ? next : Math.PI - next;
        }
    }

    /**
     * The quantile of a Gaussian at the mode; near the ends, where f is a power of the tail's length, of that power.
     */
    private double firstGuess(double noise, Tail tail) {
        double gaussian = mode + width * noise;
        if (gaussian > width && gaussian < Math.PI - width) {
            return gaussian;
        }
        double logDensityAtEnd = (tail.lower() ? 0 : -2 * kappa) - logTotal;
        double length = Math.exp((tail.logMass() - logDensityAtEnd + Math.log(m - 1)) / (m - 1));
        return tail.lower() ? length : Math.PI - length;
    }

    /** The value, or the middle of the interval if the value lies outside of it. */
    private static double insideOrMiddle(double value, double low, double high) {
        return value > low && value < high ? value : (low + high) / 2;
    }

    /** ∫ f over the lower or the upper tail from θ on. */
    private double mass(double theta, boolean lower) {
        return tailIntegral(theta, lower, t -> Math.exp(logDensity(t)));
    }

    private double tailIntegral(double theta, boolean lower, DoubleUnaryOperator integrand) {
        double from = lower ? Math.max(0, theta - TAIL_WIDTHS * width) : theta;
        double to = lower ? theta : Math.min(Math.PI, theta + TAIL_WIDTHS * width);
        return TAIL_RULE.integral(from, to, integrand);
    }

    /** The mass at the next θ, by the integral from θ to it unless the difference would cancel. */
    private double updatedMass(double mass, double theta, double next, boolean lower) {
        double between = STEP_RULE.integral(theta, next, t -> Math.exp(logDensity(t)));
        double result = lower ? mass + between : mass - between;
        return result > mass / 8 ? result : mass(next, lower);
    }

    /**
     * The derivative of {@link #draw} with respect to the noise, φ(ε) / f(θ).
     *
     * @param noise ε
     * @param theta the draw for ε, in (0, π)
     * @return dθ/dε, > 0
     */
    double noiseDerivative(double noise, double theta) {
        return Math.exp(-0.5 * noise * noise - StableMath.HALF_LOG_TWO_PI - logDensity(theta));
    }

    /**
     * The derivative of a draw with respect to κ. As ∂F/∂κ vanishes at both ends, the integral over the upper tail has
     * the same value with the opposite sign; the tail is chosen over which the integrand keeps its sign.
     *
     * @param theta the draw, in [0, π]
     * @return dθ/dκ, ≤ 0
     */
    double kappaDerivative(double theta) {
        if (!(theta > 0 && theta < Math.PI)) {
            return 0;
        }
        double logDensityAtDraw = logDensity(theta);
        double sine = Math.sin(theta / 2);
        boolean lower = mean.shortfall() > 2 * sine * sine;
        // cos t - A = (1 - A) - 2 sin²(t/2), which does not cancel where both are near 1.
        double integral = tailIntegral(theta, lower, t -> {
            double half = Math.sin(t / 2);
            return (mean.shortfall() - 2 * half * half) * Math.exp(logDensity(t) - logDensityAtDraw);
        });
        return lower ? -integral : integral;
    }
}
