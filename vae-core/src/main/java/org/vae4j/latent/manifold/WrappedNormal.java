package org.vae4j.latent.manifold;

import java.util.Arrays;
import org.vae4j.math.StableMath;

/**
 * A wrapped normal distribution in the Poincaré ball of curvature -c and n dimensions (Mathieu et al. 2019, "Continuous
 * hierarchical representations with Poincaré variational auto-encoders"; from memory, not checked against the paper).
 *
 * <p>Its parameters are a tangent vector m at the origin and log σ². With the exponential and the logarithmic map at
 * the origin, exp and log, and Möbius addition ⊕:
 *
 * <ul>
 *   <li>The location is μ = exp(m).
 *   <li>A draw is z = μ ⊕ exp(σ ⊙ ε) with ε ~ N(0, I): a Gaussian vector at the origin, which parallel transport takes
 *   to μ and the exponential map there to the ball.
 *   <li>With respect to the ball's volume, log q(z) = log N(v; 0, diag σ²) + (n - 1) log(√c r / sinh √c r), where v =
 *       log(-μ ⊕ z), whose length r is the distance from μ to z.
 * </ul>
 *
 * <p>In backward passes toX is the gradient with respect to X.
 */
final class WrappedNormal {

    private final PoincareBall ball;
    private final double[] tangent;
    private final double[] logVar;
    /** σ. */
    private final double[] scale;
    /** exp(m) before {@link PoincareBall#project} moves it off the edge of the ball. */
    private final double[] unprojected;
    /** μ. */
    private final double[] location;

    /**
     * Creates a distribution. Both arrays are copied.
     *
     * @param ball the space of z
     * @param tangent m, n values
     * @param logVar log σ², n values
     * @throws IllegalArgumentException when the numbers of values differ
     */
    WrappedNormal(PoincareBall ball, double[] tangent, double[] logVar) {
        if (tangent.length != logVar.length) {
            throw new IllegalArgumentException("found " + tangent.length + " coordinates of the location and "
                    + logVar.length + " log-variances, expected one of each per dimension");
        }
        this.ball = ball;
        this.tangent = tangent.clone();
        this.logVar = logVar.clone();
        this.scale = Arrays.stream(logVar).map(value -> Math.exp(0.5 * value)).toArray();
        this.unprojected = ball.fromTangent(tangent);
        this.location = unprojected.clone();
        ball.project(location);
    }

    /** μ. */
    double[] location() {
        return location.clone();
    }

    /** The tangent vector v = σ ⊙ ε. */
    private double[] scaled(double[] noise) {
        double[] v = new double[noise.length];
        for (int j = 0; j < v.length; j++) {
            v[j] = scale[j] * noise[j];
        }
        return v;
    }

    /**
     * Draws z = μ ⊕ exp(σ ⊙ ε).
     *
     * @param noise ε of N(0, I)
     * @return z
     */
    double[] draw(double[] noise) {
        double[] z = ball.plus(location, ball.fromTangent(scaled(noise)));
        ball.project(z);
        return z;
    }

    /** The sums to which gradients with respect to m and log σ² are added. */
    static final class Gradient {
        final double[] tangent;
        final double[] logVar;

        Gradient(int dimensions) {
            tangent = new double[dimensions];
            logVar = new double[dimensions];
        }
    }

    /**
     * The backward pass of {@link #draw}, through z = μ ⊕ y, y = exp(v) and v = σ ⊙ ε, for which ∂v/∂ε = σ and ∂v/∂log
     * σ² = v/2.
     *
     * @param noise ε, as in the forward pass
     * @param toZ the gradient with respect to z
     * @param target the gradients with respect to m and log σ² are added to it
     * @return toNoise, the gradient with respect to ε
     */
    double[] addDrawGradient(double[] noise, double[] toZ, Gradient target) {
        double[] v = scaled(noise);
        double[] y = ball.fromTangent(v);
        double[] toLocation = new double[v.length];
        double[] toY = new double[v.length];
        ball.plusGradient(location, y, ball.projectGradient(ball.plus(location, y), toZ), toLocation, toY);
        double[] toV = ball.fromTangentGradient(v, toY);
        double[] toNoise = new double[v.length];
        for (int j = 0; j < v.length; j++) {
            target.logVar[j] += 0.5 * v[j] * toV[j];
            toNoise[j] = toV[j] * scale[j];
        }
        addLocationGradient(toLocation, 1, target);
        return toNoise;
    }

    /** Adds factor times the gradient with respect to m for a gradient with respect to μ. */
    private void addLocationGradient(double[] toLocation, double factor, Gradient target) {
        double[] toTangent = ball.fromTangentGradient(tangent, ball.projectGradient(unprojected, toLocation));
        for (int j = 0; j < toTangent.length; j++) {
            target.tangent[j] += factor * toTangent[j];
        }
    }

    /**
     * The log-density with respect to the ball's volume.
     *
     * @param z a point
     * @return log q(z), nats
     */
    double logDensity(double[] z) {
        double[] v = ball.toTangent(ball.plus(PoincareBall.negative(location), z));
        double sum = (v.length - 1) * ball.logThinning(UnitSphere.length(v));
        for (int j = 0; j < v.length; j++) {
            sum -= 0.5 * (v[j] * v[j] * Math.exp(-logVar[j]) + logVar[j] + StableMath.LOG_TWO_PI);
        }
        return sum;
    }

    /**
     * The gradient of {@link #logDensity}, through v = log(y) and y = -μ ⊕ z: toV = -v/σ² + (n - 1) s v with s of
     * {@link PoincareBall#logThinningSlopeOverRadius}, and ½ (v²/σ² - 1) with respect to log σ².
     *
     * @param z a point
     * @param weight multiplies the gradients that are added to the target, and not the returned one
     * @param target the gradients with respect to m and log σ² are added to it
     * @return toZ, the gradient with respect to z
     */
    double[] addLogDensityGradient(double[] z, double weight, Gradient target) {
        double[] negLocation = PoincareBall.negative(location);
        double[] y = ball.plus(negLocation, z);
        double[] v = ball.toTangent(y);
        double radialSlope = (v.length - 1) * ball.logThinningSlopeOverRadius(UnitSphere.length(v));
        double[] toV = new double[v.length];
        for (int j = 0; j < v.length; j++) {
            double inverse = Math.exp(-logVar[j]);
            toV[j] = (radialSlope - inverse) * v[j];
            target.logVar[j] += weight * 0.5 * (v[j] * v[j] * inverse - 1);
        }
        double[] toNegLocation = new double[v.length];
        double[] toZ = new double[v.length];
        ball.plusGradient(negLocation, z, ball.toTangentGradient(y, toV), toNegLocation, toZ);
        // The sign is the derivative of -μ.
        addLocationGradient(toNegLocation, -weight, target);
        return toZ;
    }
}
