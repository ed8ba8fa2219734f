package org.vae4j.latent.manifold;

import org.vae4j.math.StableMath;

/**
 * A wrapped normal distribution in the Poincaré ball (Mathieu et al. 2019, "Continuous hierarchical representations
 * with Poincaré variational auto-encoders"; recalled). Its location is μ = exp(m) of a tangent vector m at the origin.
 * A draw is μ ⊕ exp(σ ⊙ ε), the exponential map at μ of a Gaussian vector that was carried there from the origin. With
 * respect to the ball's volume, log q(z) = log N(v; 0, diag σ²) + (n - 1) log(√c r / sinh √c r), where v = log(-μ ⊕ z)
 * and r = ‖v‖ is the distance from μ to z.
 */
final class WrappedNormal {

    private final PoincareBall ball;
    private final double[] tangent;
    private final double[] logVar;
    /** Before it was kept off the edge. */
    private final double[] free;

    private final double[] location;

    /**
     * A distribution.
     *
     * @param ball where it is
     * @param tangent m
     * @param logVar log σ² of each dimension
     */
    WrappedNormal(PoincareBall ball, double[] tangent, double[] logVar) {
        this.ball = ball;
        this.tangent = tangent;
        this.logVar = logVar;
        this.free = ball.fromTangent(tangent);
        this.location = free.clone();
        ball.project(location);
    }

    /** μ. */
    double[] location() {
        return location.clone();
    }

    private double[] step(double[] noise) {
        double[] v = new double[noise.length];
        for (int j = 0; j < v.length; j++) {
            v[j] = Math.exp(0.5 * logVar[j]) * noise[j];
        }
        return v;
    }

    /** A draw from noise of N(0, I). */
    double[] draw(double[] noise) {
        double[] z = ball.plus(location, ball.fromTangent(step(noise)));
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

    /** The backward pass of {@link #draw}; returns the gradient with respect to the noise. */
    double[] addDrawGradient(double[] noise, double[] ofZ, Gradient target) {
        double[] v = step(noise);
        double[] y = ball.fromTangent(v);
        double[] toLocation = new double[v.length];
        double[] toY = new double[v.length];
        ball.plusGradient(location, y, ball.projectGradient(ball.plus(location, y), ofZ), toLocation, toY);
        double[] toV = ball.fromTangentGradient(v, toY);
        for (int j = 0; j < v.length; j++) {
            target.logVar[j] += 0.5 * v[j] * toV[j];
            toV[j] *= Math.exp(0.5 * logVar[j]);
        }
        addLocationGradient(toLocation, 1, target);
        return toV;
    }

    private void addLocationGradient(double[] ofLocation, double weight, Gradient target) {
        double[] toTangent = ball.fromTangentGradient(tangent, ball.projectGradient(free, ofLocation));
        for (int j = 0; j < toTangent.length; j++) {
            target.tangent[j] += weight * toTangent[j];
        }
    }

    /** log q(z), nats. */
    double logDensity(double[] z) {
        double[] v = ball.toTangent(ball.plus(PoincareBall.negative(location), z));
        double sum = (v.length - 1) * ball.logThinning(UnitSphere.length(v));
        for (int j = 0; j < v.length; j++) {
            sum -= 0.5 * (v[j] * v[j] * Math.exp(-logVar[j]) + logVar[j] + StableMath.LOG_TWO_PI);
        }
        return sum;
    }

    /**
     * The gradient of {@link #logDensity}.
     *
     * @param z where
     * @param weight what the gradient with respect to the parameters is multiplied by
     * @param target receives it
     * @return the gradient with respect to z
     */
    double[] addLogDensityGradient(double[] z, double weight, Gradient target) {
        double[] from = PoincareBall.negative(location);
        double[] y = ball.plus(from, z);
        double[] v = ball.toTangent(y);
        double thinning = (v.length - 1) * ball.logThinningSlope(UnitSphere.length(v));
        double[] toV = new double[v.length];
        for (int j = 0; j < v.length; j++) {
            double inverse = Math.exp(-logVar[j]);
            toV[j] = (thinning - inverse) * v[j];
            target.logVar[j] += weight * 0.5 * (v[j] * v[j] * inverse - 1);
        }
        double[] toFrom = new double[v.length];
        double[] toZ = new double[v.length];
        ball.plusGradient(from, z, ball.toTangentGradient(y, toV), toFrom, toZ);
        addLocationGradient(toFrom, -weight, target);
        return toZ;
    }
}
