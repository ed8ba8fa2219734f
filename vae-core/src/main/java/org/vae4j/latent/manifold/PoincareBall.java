package org.vae4j.latent.manifold;

import org.vae4j.latent.Space;

/**
 * The Poincaré ball of curvature -c: the points with √c ‖z‖ {@literal <} 1 and the metric λ² ‖dz‖², λ = 2 / (1 - c
 * ‖z‖²), with the measure of its volume, λⁿ dz. The distance of two points is 2/√c artanh(√c ‖-a ⊕ b‖) with Möbius
 * addition ⊕ (Ganea et al. 2018, from memory).
 *
 * <p>The length ‖v‖ of a tangent vector at the origin is its length in the metric, twice the usual one: the geodesic
 * along v ends at the distance ‖v‖. So every formula becomes that of ℝⁿ for the coordinates 2z as c → 0.
 *
 * <p>Each map f has a backward pass, named after it with the suffix Gradient: given the argument and the gradient g
 * with respect to f's value, it returns Jᵀg, the gradient with respect to the argument. A map f(v) = h(x) v with x = √c
 * ‖v‖ has Jᵀg = h(x) g + c h'(x)/x (vᵀg) v. toX is the gradient with respect to X.
 *
 * @param curvature c > 0
 */
public record PoincareBall(double curvature) implements Space {

    /** The largest √c ‖z‖ whose points single precision still tells apart: a distance of 14.5 / √c from the origin. */
    private static final double MAX_SCALED_LENGTH = 1 - 1e-6;

    /** Below this argument power series of a few terms are exact to rounding, and closed forms cancel. */
    private static final double SERIES_LIMIT = 0.02;

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

    /** {@return the coordinates of the tangent vector at the origin that leads to z} */
    @Override
    public double[] coordinates(double[] z) {
        return toTangent(z);
    }

    /** {@return the point at the end of a tangent vector at the origin, moved off the edge of the ball} */
    @Override
    public double[] point(double[] coordinates) {
        double[] point = fromTangent(coordinates);
        project(point);
        return point;
    }

    /** Moves z towards the origin, in place, if it lies outside the ball or too near to its edge. */
    void project(double[] z) {
        double length = UnitSphere.length(z);
        double maxLength = maxLength();
        if (length > maxLength) {
            for (int j = 0; j < z.length; j++) {
                z[j] *= maxLength / length;
            }
        }
    }

    private double maxLength() {
        return MAX_SCALED_LENGTH / Math.sqrt(curvature);
    }

    /**
     * The backward pass of {@link #project}.
     *
     * @param z the point before its projection
     * @param gradient with respect to the projected point
     * @return with respect to z
     */
    double[] projectGradient(double[] z, double[] gradient) {
        double length = UnitSphere.length(z);
        double maxLength = maxLength();
        return length > maxLength
                ? combination(
                        maxLength / length, gradient, -maxLength * dot(gradient, z) / (length * length * length), z)
                : gradient.clone();
    }

    /**
     * The exponential map at the origin, tanh(√c ‖v‖ / 2) v / (√c ‖v‖).
     *
     * @param v a tangent vector
     * @return the point at the distance ‖v‖ in the direction of v
     */
    public double[] fromTangent(double[] v) {
        return combination(tanhOver(scaledLength(v)), v, 0, v);
    }

    /**
     * The backward pass of {@link #fromTangent}.
     *
     * @param v a tangent vector
     * @param gradient with respect to the point
     * @return with respect to v
     */
    public double[] fromTangentGradient(double[] v, double[] gradient) {
        double x = scaledLength(v);
        return combination(tanhOver(x), gradient, curvature * tanhOverSlope(x) * dot(gradient, v), v);
    }

    /**
     * The logarithmic map at the origin, 2 artanh(√c ‖y‖) y / (√c ‖y‖): the inverse of {@link #fromTangent}.
     *
     * @param y a point
     * @return the tangent vector that leads to it
     */
    public double[] toTangent(double[] y) {
        return combination(artanhOver(belowOne(scaledLength(y))), y, 0, y);
    }

    /**
     * The backward pass of {@link #toTangent}.
     *
     * @param y a point
     * @param gradient with respect to the tangent vector
     * @return with respect to y
     */
    public double[] toTangentGradient(double[] y, double[] gradient) {
        double x = belowOne(scaledLength(y));
        return combination(artanhOver(x), gradient, curvature * artanhOverSlope(x) * dot(gradient, y), y);
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
        return combination((1 + 2 * curvature * ab + curvature * bb) / divisor, a, (1 - curvature * aa) / divisor, b);
    }

    /**
     * The backward pass of {@link #plus}, through a ⊕ b = (α a + β b) / δ with α = 1 + 2c aᵀb + c ‖b‖², β = 1 - c ‖a‖²
     * and δ = 1 + 2c aᵀb + c² ‖a‖² ‖b‖².
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
        double alpha = 1 + 2 * c * ab + c * bb;
        double beta = 1 - c * aa;
        double delta = 1 + 2 * c * ab + c * c * aa * bb;
        double toDelta = -(alpha * dot(gradient, a) + beta * dot(gradient, b)) / (delta * delta);
        double toAlpha = dot(gradient, a) / delta;
        double toBeta = dot(gradient, b) / delta;
        double toAb = 2 * c * (toAlpha + toDelta);
        double toAa = -c * toBeta + c * c * bb * toDelta;
        double toBb = c * toAlpha + c * c * aa * toDelta;
        for (int j = 0; j < a.length; j++) {
            toA[j] = gradient[j] * alpha / delta + toAb * b[j] + 2 * toAa * a[j];
            toB[j] = gradient[j] * beta / delta + toAb * a[j] + 2 * toBb * b[j];
        }
    }

    /**
     * The distance of two points.
     *
     * @param a a point
     * @param b a point
     * @return 2/√c artanh(√c ‖-a ⊕ b‖), ≥ 0
     */
    public double distance(double[] a, double[] b) {
        return UnitSphere.length(toTangent(plus(negative(a), b)));
    }

    /**
     * log(x / sinh x) with x = √c r. A sphere of radius r has an area of (sinh x / x)^(n-1) times that of ℝⁿ, so a
     * density over tangent vectors thins out by (x / sinh x)^(n-1) when it is carried to the ball.
     */
    double logThinning(double r) {
        double x = Math.sqrt(curvature) * r;
        if (x < SERIES_LIMIT) {
            double square = x * x;
            return -square / 6 * (1 - square / 30 * (1 - 4 * square / 63));
        }
        return Math.log(2 * x) - x - Math.log1p(-Math.exp(-2 * x));
    }

    /**
     * The derivative of {@link #logThinning} with respect to r, divided by r: c (1/x - coth x) / x with x = √c r. Its
     * product with a vector of length r is the gradient with respect to that vector.
     */
    double logThinningSlopeOverRadius(double r) {
        double x = Math.sqrt(curvature) * r;
        if (x < SERIES_LIMIT) {
            double square = x * x;
            return curvature * (-1.0 / 3 + square * (1.0 / 45 - square * (2.0 / 945 - square / 4725)));
        }
        return curvature * (1 / x - 1 / Math.tanh(x)) / x;
    }

    /** x = √c ‖v‖. */
    private double scaledLength(double[] v) {
        return Math.sqrt(curvature) * UnitSphere.length(v);
    }

    /** The argument, or the largest double below 1, whose artanh is finite: rounding may carry a point to the edge. */
    private static double belowOne(double x) {
        return Math.min(x, 1 - 0x1p-53);
    }

    /** tanh(x/2) / x. */
    private static double tanhOver(double x) {
        if (x < SERIES_LIMIT) {
            double square = x * x;
            return 0.5 - square * (1.0 / 24 - square * (1.0 / 240 - square * 17 / 40320));
        }
        return Math.tanh(x / 2) / x;
    }

    /** The derivative of {@link #tanhOver}, divided by x. */
    private static double tanhOverSlope(double x) {
        double square = x * x;
        if (x < SERIES_LIMIT) {
            return -1.0 / 12 + square * (1.0 / 60 - square * (17.0 / 6720 - square * 31 / 90720));
        }
        double cosh = Math.cosh(x / 2);
        return (1 / (2 * cosh * cosh) - Math.tanh(x / 2) / x) / square;
    }

    /** 2 artanh(x) / x. */
    private static double artanhOver(double x) {
        if (x < SERIES_LIMIT) {
            double square = x * x;
            return 2 + square * (2.0 / 3 + square * (2.0 / 5 + square * 2 / 7));
        }
        return (Math.log1p(x) - Math.log1p(-x)) / x;
    }

    /** The derivative of {@link #artanhOver}, divided by x. */
    private static double artanhOverSlope(double x) {
        double square = x * x;
        if (x < SERIES_LIMIT) {
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
        return combination(-1, a, 0, a);
    }

    /** s a + t b. */
    private static double[] combination(double s, double[] a, double t, double[] b) {
        double[] result = new double[a.length];
        for (int j = 0; j < a.length; j++) {
            result[j] = s * a[j] + t * b[j];
        }
        return result;
    }
}
