package org.vae4j.latent.manifold;

import org.apache.commons.math3.special.Erf;
import org.apache.commons.math3.special.Gamma;
import org.vae4j.math.GaussLegendre;
import org.vae4j.math.StableMath;

/**
 * The angle θ between the mean direction and a draw of a von Mises-Fisher distribution on the sphere in ℝᵐ, whose
 * density is f(θ) ∝ e^(κ cos θ) sin^(m-2) θ on [0, π].
 *
 * <p>An angle is drawn by inversion: the distribution function F has, at θ, the value of that of N(0, 1) at a given
 * number. Its derivative is the implicit one, dθ/dκ = -∂F/∂κ / f(θ) (Figurnov, Mohamed and Mnih 2018), with
 * ∂F/∂κ = ∫₀^θ (cos t - A(κ)) f(t) dt. Rejection (Ulrich 1984, Wood 1994) would draw at the same law from an unknown
 * number of uniform numbers; but the angle that is accepted jumps with κ, so that a gradient needs either a correction
 * with the values of what is integrated (Naesseth et al. 2017), which a layer does not know, or this derivative. With
 * inversion a draw is one smooth function of κ and of a fixed count of noise, and its gradient can be held against
 * differences.
 *
 * <p>Integrals are those of the tail that is nearer, by Gauss's rule over as much of it as has mass.
 */
final class PolarAngle {

    /** The nodes for a smooth function of about the shape of a Gaussian, over some widths: exact to 1e-13. */
    private static final GaussLegendre WHOLE = GaussLegendre.of(48);

    /** The same over less than one width. */
    private static final GaussLegendre STEP = GaussLegendre.of(12);

    /** Widths behind which nothing is left: e^-70. */
    private static final double REACH = 12;

    private static final int MAX_ITERATIONS = 60;

    /** How much the logarithm of the mass may change in a step. */
    private static final double MAX_LOG_MASS_CHANGE = 2;

    /** Relative: the error behind a step of Newton's that is this short is its square. */
    private static final double TOLERANCE = 1e-8;

    private final int m;
    private final double kappa;
    private final MeanResultant mean;
    private final double logTotal;
    private final double mode;
    private final double width;

    /**
     * The angles of one distribution.
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

    /** {@return what the concentration decides} */
    MeanResultant mean() {
        return mean;
    }

    /** log f(θ) for θ in (0, π). */
    private double logDensity(double theta) {
        double half = Math.sin(theta / 2);
        double logSine = m == 2 ? 0 : (m - 2) * Math.log(Math.sin(theta));
        return -2 * kappa * half * half + logSine - logTotal;
    }

    /**
     * Draws.
     *
     * @param normal a number of N(0, 1)
     * @return θ with F(θ) = Φ(normal), in [0, π]
     */
    double at(double normal) {
        if (Double.isNaN(normal) || Double.isNaN(kappa)) {
            return Double.NaN;
        }
        Tail tail = new Tail(normal < 0, Math.log(Erf.erfc(Math.abs(normal) / Math.sqrt(2)) / 2));
        double low = 0;
        double high = Math.PI;
        double theta = inside(start(normal, tail), low, high);
        double mass = mass(theta, tail.below());
        for (int i = 0; i < MAX_ITERATIONS; i++) {
            double excess = Math.log(mass) - tail.logMass();
            double newton = tail.step(theta, excess * mass / Math.exp(logDensity(theta)));
            if (Math.abs(newton - theta) < TOLERANCE * Math.min(width, tail.room(theta))) {
                return newton;
            }
            if (tail.below() == excess > 0) {
                high = theta;
            } else {
                low = theta;
            }
            double next = inside(newton, low, high);
            boolean near = Math.abs(excess) < MAX_LOG_MASS_CHANGE && Math.abs(next - theta) < width;
            mass = near ? moved(mass, theta, next, tail.below()) : mass(next, tail.below());
            theta = next;
        }
        return theta;
    }

    /**
     * Which end of [0, π] the mass is measured from.
     *
     * @param below whether from 0
     * @param logMass the logarithm of the mass that is wanted
     */
    private record Tail(boolean below, double logMass) {

        /** How far the end is. */
        double room(double theta) {
            return below ? theta : Math.PI - theta;
        }

        /** A step of Newton's for the logarithms of mass and room, in which the mass near the end is linear. */
        double step(double theta, double decrease) {
            double room = room(theta);
            double next = room * Math.exp(-decrease / room);
            return below ? next : Math.PI - next;
        }
    }

    /** That of a Gaussian, and near the ends, where the density is a power of the room, that of the power. */
    private double start(double normal, Tail tail) {
        double gaussian = mode + width * normal;
        if (gaussian > width && gaussian < Math.PI - width) {
            return gaussian;
        }
        double logDensityAtEnd = (tail.below() ? 0 : -2 * kappa) - logTotal;
        double room = Math.exp((tail.logMass() - logDensityAtEnd + Math.log(m - 1)) / (m - 1));
        return tail.below() ? room : Math.PI - room;
    }

    /** The number itself, or the middle of the interval where it is outside. */
    private static double inside(double value, double low, double high) {
        return value > low && value < high ? value : (low + high) / 2;
    }

    /** ∫ f over the side of θ that is said. */
    private double mass(double theta, boolean below) {
        double from = below ? Math.max(0, theta - REACH * width) : theta;
        double to = below ? theta : Math.min(Math.PI, theta + REACH * width);
        return WHOLE.integral(from, to, t -> Math.exp(logDensity(t)));
    }

    /** That of another θ: by what lies between, where it does not cancel. */
    private double moved(double mass, double theta, double next, boolean below) {
        double between = STEP.integral(theta, next, t -> Math.exp(logDensity(t)));
        double result = below ? mass + between : mass - between;
        return result > mass / 8 ? result : mass(next, below);
    }

    /**
     * dθ/dε of {@link #at}, φ(ε) / f(θ).
     *
     * @param normal ε
     * @param theta what {@link #at} found for it, in (0, π)
     * @return > 0
     */
    double slope(double normal, double theta) {
        return Math.exp(-0.5 * normal * normal - StableMath.HALF_LOG_TWO_PI - logDensity(theta));
    }

    /**
     * dθ/dκ of a draw.
     *
     * @param theta the draw, in [0, π]
     * @return ≤ 0
     */
    double derivative(double theta) {
        if (!(theta > 0 && theta < Math.PI)) {
            return 0;
        }
        double reference = logDensity(theta);
        double sine = Math.sin(theta / 2);
        boolean below = mean.shortfall() > 2 * sine * sine;
        double from = below ? Math.max(0, theta - REACH * width) : theta;
        double to = below ? theta : Math.min(Math.PI, theta + REACH * width);
        double integral = WHOLE.integral(from, to, t -> {
            double half = Math.sin(t / 2);
            return (mean.shortfall() - 2 * half * half) * Math.exp(logDensity(t) - reference);
        });
        return below ? -integral : integral;
    }
}
