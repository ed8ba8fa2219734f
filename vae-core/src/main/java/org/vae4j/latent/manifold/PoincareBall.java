package org.vae4j.latent.manifold;

import org.vae4j.latent.Space;

/**
 * The Poincaré ball of curvature -c: the points with √c ‖z‖ {@literal <} 1 and the metric λ² ‖dz‖², λ = 2 / (1 - c
 * ‖z‖²), with the measure of its volume, λⁿ dz. The distance of two points is 2/√c artanh(√c ‖-a ⊕ b‖) with Möbius
 * addition ⊕ (Ganea et al. 2018, recalled).
 *
 * <p>Tangent vectors at the origin are written by their length in the metric, twice the usual one: the point that v
 * leads to is at the distance ‖v‖. So as c → 0 every formula becomes that of ℝⁿ for the coordinates 2z.
 *
 * <p>Each map has its backward pass: of a gradient with respect to what it gave, that with respect to what it was
 * given.
 *
 * @param curvature c > 0
 */
public record PoincareBall(double curvature) implements Space {

    /** How near to the edge points may come, so that single precision tells them apart: a distance of 14.5 / √c. */
    private static final double EDGE = 1 - 1e-6;

    /** Below it, power series lose less than closed forms. */
    private static final double SMALL = 0.02;

    /** Checks the range. */
    public PoincareBall {
        if (!(curvature > 0) || Double.isInfinite(curvature)) {
            throw new IllegalArgumentException("found curvature = " + curvature
                    + ", expected a number > 0; without curvature the latent is a Gaussian's: model.posterior="
                    + "diagonal_gaussian");
        }
    }

    @Override
    public String description() {
        return "the Poincare ball of curvature " + curvature;
    }

    @Override
    public String coordinateName() {
        return "coordinate of the tangent plane at the origin";
    }

    @Override
    public String lineName() {
        return "straight line of the tangent plane at the origin";
    }

    @Override
    public String locationName() {
        return "posterior location";
    }

    /** Those of the tangent space at the origin. */
    @Override
    public double[] coordinates(double[] z) {
        return toTangent(z);
    }

    /** A point lies at most as far out as single precision tells points apart. */
    @Override
    public double[] point(double[] coordinates) {
        double[] point = fromTangent(coordinates);
        project(point);
        return point;
    }

    /** Moves a point outside, or too near to the edge, towards the origin. */
    void project(double[] z) {
        double length = UnitSphere.length(z);
        double most = EDGE / Math.sqrt(curvature);
        if (length > most) {
            for (int j = 0; j < z.length; j++) {
                z[j] *= most / length;
            }
        }
    }

    /**
     * The backward pass of {@link #project}.
     *
     * @param z before it was projected
     * @param gradient with respect to the projected point
     * @return with respect to z
     */
    double[] projectGradient(double[] z, double[] gradient) {
        double length = UnitSphere.length(z);
        double most = EDGE / Math.sqrt(curvature);
        return length > most
                ? scaled(gradient, most / length, -most * dot(gradient, z) / (length * length * length), z)
                : gradient.clone();
    }

    /**
     * The exponential map at the origin, tanh(√c ‖v‖ / 2) v / (√c ‖v‖).
     *
     * @param v a tangent vector
     * @return the point at the distance ‖v‖ in its direction
     */
    public double[] fromTangent(double[] v) {
        return scaled(v, tanhOver(x(v)), 0, v);
    }

    /**
     * The backward pass of {@link #fromTangent}.
     *
     * @param v a tangent vector
     * @param gradient with respect to the point
     * @return with respect to v
     */
    public double[] fromTangentGradient(double[] v, double[] gradient) {
        double x = x(v);
        return scaled(gradient, tanhOver(x), curvature * tanhOverSlope(x) * dot(gradient, v), v);
    }

    /**
     * The logarithmic map at the origin, 2 artanh(√c ‖y‖) y / (√c ‖y‖): the inverse of {@link #fromTangent}.
     *
     * @param y a point
     * @return the tangent vector that leads to it
     */
    public double[] toTangent(double[] y) {
        return scaled(y, artanhOver(inside(x(y))), 0, y);
    }

    /**
     * The backward pass of {@link #toTangent}.
     *
     * @param y a point
     * @param gradient with respect to the tangent vector
     * @return with respect to y
     */
    public double[] toTangentGradient(double[] y, double[] gradient) {
        double x = inside(x(y));
        return scaled(gradient, artanhOver(x), curvature * artanhOverSlope(x) * dot(gradient, y), y);
    }

    /**
     * Möbius addition.
     *
     * @param a a point
     * @param b a point
     * @return a ⊕ b = ((1 + 2c aᵀb + c ‖b‖²) a + (1 - c ‖a‖²) b) / (1 + 2c aᵀb + c² ‖a‖² ‖b‖²)
     */
    public double[] plus(double[] a, double[] b) {
        double ab = dot(a, b);
        double bb = dot(b, b);
        double aa = dot(a, a);
        double divisor = 1 + 2 * curvature * ab + curvature * curvature * aa * bb;
        return scaled(a, (1 + 2 * curvature * ab + curvature * bb) / divisor, (1 - curvature * aa) / divisor, b);
    }

    /**
     * The backward pass of {@link #plus}.
     *
     * @param a a point
     * @param b a point
     * @param gradient with respect to a ⊕ b
     * @param toA with respect to a: overwritten
     * @param toB with respect to b: overwritten
     */
    void plusGradient(double[] a, double[] b, double[] gradient, double[] toA, double[] toB) {
        double c = curvature;
        double ab = dot(a, b);
        double aa = dot(a, a);
        double bb = dot(b, b);
        double ofA = 1 + 2 * c * ab + c * bb;
        double ofB = 1 - c * aa;
        double divisor = 1 + 2 * c * ab + c * c * aa * bb;
        double toDivisor = -(ofA * dot(gradient, a) + ofB * dot(gradient, b)) / (divisor * divisor);
        double toOfA = dot(gradient, a) / divisor;
        double toOfB = dot(gradient, b) / divisor;
        double toAb = 2 * c * (toOfA + toDivisor);
        double toAa = -c * toOfB + c * c * bb * toDivisor;
        double toBb = c * toOfA + c * c * aa * toDivisor;
        for (int j = 0; j < a.length; j++) {
            toA[j] = gradient[j] * ofA / divisor + toAb * b[j] + 2 * toAa * a[j];
            toB[j] = gradient[j] * ofB / divisor + toAb * a[j] + 2 * toBb * b[j];
        }
    }

    /**
     * How far two points are apart.
     *
     * @param a a point
     * @param b a point
     * @return 2/√c artanh(√c ‖-a ⊕ b‖), ≥ 0
     */
    public double distance(double[] a, double[] b) {
        return UnitSphere.length(toTangent(plus(negative(a), b)));
    }

    /**
     * log(x / sinh x) with x = √c r: how much less than in ℝⁿ each dimension but one of a ball of radius r widens, as a
     * logarithm.
     */
    double logThinning(double r) {
        double x = Math.sqrt(curvature) * r;
        if (x < SMALL) {
            double square = x * x;
            return -square / 6 * (1 - square / 30 * (1 - 4 * square / 63));
        }
        return Math.log(2 * x) - x - Math.log1p(-Math.exp(-2 * x));
    }

    /**
     * The derivative of {@link #logThinning} with respect to r, divided by r: what a vector of length r is multiplied
     * by.
     */
    double logThinningSlopeOverRadius(double r) {
        double x = Math.sqrt(curvature) * r;
        if (x < SMALL) {
            double square = x * x;
            return curvature * (-1.0 / 3 + square * (1.0 / 45 - square * (2.0 / 945 - square / 4725)));
        }
        return curvature * (1 / x - 1 / Math.tanh(x)) / x;
    }

    /** √c ‖v‖. */
    private double x(double[] v) {
        return Math.sqrt(curvature) * UnitSphere.length(v);
    }

    /** Rounding may lead to the edge. */
    private static double inside(double x) {
        return Math.min(x, 1 - 0x1p-53);
    }

    /** tanh(x/2) / x. */
    private static double tanhOver(double x) {
        if (x < SMALL) {
            double square = x * x;
            return 0.5 - square * (1.0 / 24 - square * (1.0 / 240 - square * 17 / 40320));
        }
        return Math.tanh(x / 2) / x;
    }

    /** Its derivative over x. */
    private static double tanhOverSlope(double x) {
        double square = x * x;
        if (x < SMALL) {
            return -1.0 / 12 + square * (1.0 / 60 - square * (17.0 / 6720 - square * 31 / 90720));
        }
        double cosh = Math.cosh(x / 2);
        return (1 / (2 * cosh * cosh) - Math.tanh(x / 2) / x) / square;
    }

    /** 2 artanh(x) / x. */
    private static double artanhOver(double x) {
        if (x < SMALL) {
            double square = x * x;
            return 2 + square * (2.0 / 3 + square * (2.0 / 5 + square * 2 / 7));
        }
        return (Math.log1p(x) - Math.log1p(-x)) / x;
    }

    /** Its derivative over x. */
    private static double artanhOverSlope(double x) {
        double square = x * x;
        if (x < SMALL) {
            return 4.0 / 3 + square * (8.0 / 5 + square * (12.0 / 7 + square * 16 / 9));
        }
        return (2 / ((1 - x) * (1 + x)) - artanhOver(x)) / square;
    }

    static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int j = 0; j < a.length; j++) {
            sum += a[j] * b[j];
        }
        return sum;
    }

    static double[] negative(double[] a) {
        return scaled(a, -1, 0, a);
    }

    /** s a + t b. */
    private static double[] scaled(double[] a, double s, double t, double[] b) {
        double[] result = new double[a.length];
        for (int j = 0; j < a.length; j++) {
            result[j] = s * a[j] + t * b[j];
        }
        return result;
    }
}
