package org.vae4j.latent.manifold;

import java.util.Arrays;
import org.vae4j.math.StableMath;

/**
 * A wrapped normal distribution in the Poincaré ball of curvature -c and n dimensions (Mathieu et al. 2019, "Continuous
 * hierarchical representations with Poincaré variational auto-encoders"; recalled, not read again).
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
 * <p>In backward passes, toV is the gradient with respect to v.
 */
final class WrappedNormal {

    private final PoincareBall ball;
    private final double[] tangent;
    private final double[] logVar;
    /** σ. */
    private final double[] scale;
    /** exp(m), which may lie nearer to the edge than {@link PoincareBall#project} lets a point be. */
    private final double[] unprojected;
    /** μ. */
    private final double[] location;

    /**
     * A distribution.
     *
     * @param ball where it is
     * @param tangent m
     * @param logVar log σ², as many as m has values
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
     * A draw, μ ⊕ exp(σ ⊙ ε).
     *
     * @param noise ε of N(0, I)
     * @return z
     */
    double[] draw(double[] noise) {
        double[] z = ball.plus(location, ball.fromTangent(scaled(noise)));
        ball.project(z);
        return z;
    }

    /** What gradients with respect to the parameters are added to. */
    static final class Gradient {
        final double[] tangent;
        final double[] logVar;

        Gradient(int dimensions) {
            tangent = new double[dimensions];
            logVar = new double[dimensions];
        }
    }

    /**
     * The backward pass of {@link #draw}, through z = μ ⊕ y, y = exp(v) and v = σ ⊙ ε, of which ∂v/∂ε = σ and ∂v/∂log
     * σ² = v/2.
     *
     * @param noise ε, as in the forward pass
     * @param ofZ the gradient with respect to z
     * @param target what the gradient with respect to m and log σ² is added to
     * @return the gradient with respect to ε
     */
    double[] addDrawGradient(double[] noise, double[] ofZ, Gradient target) {
        double[] v = scaled(noise);
        double[] y = ball.fromTangent(v);
        double[] toLocation = new double[v.length];
        double[] toY = new double[v.length];
        ball.plusGradient(location, y, ball.projectGradient(ball.plus(location, y), ofZ), toLocation, toY);
        double[] toV = ball.fromTangentGradient(v, toY);
        double[] toNoise = new double[v.length];
        for (int j = 0; j < v.length; j++) {
            target.logVar[j] += 0.5 * v[j] * toV[j];
            toNoise[j] = toV[j] * scale[j];
        }
        addLocationGradient(toLocation, 1, target);
        return toNoise;
    }

    /** Adds the gradient with respect to m, given that with respect to μ, times a factor. */
    private void addLocationGradient(double[] ofLocation, double factor, Gradient target) {
        double[] toTangent = ball.fromTangentGradient(tangent, ball.projectGradient(unprojected, ofLocation));
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
     * The gradient of {@link #logDensity}, through v = log(y) and y = -μ ⊕ z: ∂/∂v is -v/σ² and, of the second term of
     * the density, a vector along v.
     *
     * @param z a point
     * @param weight a factor of what is added to the target, and not of what is returned
     * @param target what the gradient with respect to m and log σ² is added to
     * @return the gradient with respect to z
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
        // The minus is that of -μ.
        addLocationGradient(toNegLocation, -weight, target);
        return toZ;
    }
}
