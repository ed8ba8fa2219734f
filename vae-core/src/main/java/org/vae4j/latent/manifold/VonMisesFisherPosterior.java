package org.vae4j.latent.manifold;

import java.util.Optional;
import org.vae4j.kernel.Accumulate;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;
import org.vae4j.latent.ClosedKl;
import org.vae4j.latent.LatentRows;
import org.vae4j.latent.PosteriorFamily;
import org.vae4j.latent.Prior;
import org.vae4j.latent.Space;
import org.vae4j.math.StableMath;

/**
 * The von Mises-Fisher distribution on the sphere in ℝᵐ, q(z|x) ∝ e^(κ μᵀz) for ‖z‖ = 1, given by [d | s] {@code [rows,
 * m + 1]}: the mean direction is μ = d / ‖d‖, the concentration κ = log(1 + e^s) + offset. Densities are with respect
 * to the surface of the sphere (Davidson et al. 2018, "Hyperspherical variational auto-encoders"; its equations are
 * from memory, not checked against the paper).
 *
 * <p>A draw is z = cos θ μ + sin θ v with the angle θ of {@link PolarAngle} and the direction v of {@link SphereRow}, a
 * Gaussian vector's at right angles to μ.
 *
 * @param offset the least κ, ≥ 0; 1 as published, the same in training and evaluation
 */
public record VonMisesFisherPosterior(double offset) implements PosteriorFamily {

    /** Creates the published family. */
    public VonMisesFisherPosterior() {
        this(1);
    }

    /** Checks the range. */
    public VonMisesFisherPosterior {
        if (!(offset >= 0) || Double.isInfinite(offset)) {
            throw new IllegalArgumentException("found offset = " + offset + ", expected a number >= 0");
        }
    }

    @Override
    public String name() {
        return "von_mises_fisher";
    }

    @Override
    public Space space() {
        return new UnitSphere();
    }

    @Override
    public int parameterCount(int latent) {
        if (latent < 2) {
            throw new IllegalArgumentException("model.latent: found " + latent + " with model.posterior=" + name()
                    + ", expected at least 2: the sphere in one dimension is two points; set model.latent=3");
        }
        return latent + 1;
    }

    /** One number for θ, and a vector for v. */
    @Override
    public int noiseCount(int latent) {
        return latent + 1;
    }

    /** κ of the parameter s; its derivative is sigmoid(s). */
    private double kappa(double s) {
        return StableMath.softplus(s) + offset;
    }

    private PolarAngle angle(double[] parameters, int rows, int row) {
        int m = parameters.length / rows - 1;
        return new PolarAngle(m, kappa(parameters[m * rows + row]));
    }

    @Override
    public void draw(Kernels kernels, Matrix parameters, Matrix noise, Matrix z) {
        int rows = z.rows();
        double[] p = kernels.values(parameters);
        double[] epsilon = kernels.values(noise);
        double[] result = new double[z.length()];
        for (int r = 0; r < rows; r++) {
            double theta = angle(p, rows, r).draw(epsilon[r]);
            new SphereRow(p, rows, r).tangentOf(epsilon).point(theta, result);
        }
        kernels.write(result, z);
    }

    /** {@link SphereRow} has the gradient with respect to d; that to s is toTheta · dθ/dκ · sigmoid(s). */
    @Override
    public void drawGradient(
            Kernels kernels, Draw draw, Matrix zGradient, Matrix parameterGradient, Accumulate accumulate) {
        int rows = zGradient.rows();
        int latent = zGradient.columns();
        double[] p = kernels.values(draw.parameters());
        double[] epsilon = kernels.values(draw.noise());
        double[] z = kernels.values(draw.z());
        double[] g = kernels.values(zGradient);
        double[] target = accumulate == Accumulate.YES
                ? kernels.values(parameterGradient)
                : new double[parameterGradient.length()];
        for (int r = 0; r < rows; r++) {
            SphereRow.Tangent tangent = new SphereRow(p, rows, r).tangentOf(epsilon);
            double theta = tangent.angleOf(z);
            double toTheta = tangent.addGradient(theta, g, target);
            int s = latent * rows + r;
            target[s] += toTheta * angle(p, rows, r).kappaDerivative(theta) * StableMath.sigmoid(p[s]);
        }
        kernels.write(target, parameterGradient);
    }

    @Override
    public boolean movesWithNoise() {
        return true;
    }

    @Override
    public double[] noiseGradient(Kernels kernels, Draw draw, Matrix zGradient) {
        int rows = zGradient.rows();
        double[] p = kernels.values(draw.parameters());
        double[] epsilon = kernels.values(draw.noise());
        double[] z = kernels.values(draw.z());
        double[] g = kernels.values(zGradient);
        double[] target = new double[epsilon.length];
        for (int r = 0; r < rows; r++) {
            SphereRow.Tangent tangent = new SphereRow(p, rows, r).tangentOf(epsilon);
            double theta = tangent.angleOf(z);
            target[r] = tangent.addNoiseGradient(theta, g, target)
                    * angle(p, rows, r).noiseDerivative(epsilon[r], theta);
        }
        return target;
    }

    /** μ. */
    @Override
    public void location(Kernels kernels, Matrix parameters, Matrix location) {
        int rows = location.rows();
        double[] p = kernels.values(parameters);
        double[] result = new double[location.length()];
        for (int r = 0; r < rows; r++) {
            new SphereRow(p, rows, r).direction(result);
        }
        kernels.write(result, location);
    }

    /** log q(z|x) = κ (μᵀz - 1) - log(h(κ) e^-κ) - log area, with h of {@link MeanResultant}. */
    @Override
    public void addLogDensity(LatentRows latent, double[] logDensity) {
        int rows = latent.rows();
        int size = latent.size();
        double[] p = latent.parameters().values();
        double[] z = latent.base().values();
        double logUniform = SpherePrior.logDensity(size);
        for (int r = 0; r < rows; r++) {
            double kappa = kappa(p[size * rows + r]);
            double cosineMinusOne = new SphereRow(p, rows, r).cosine(z) - 1;
            logDensity[r] +=
                    kappa * cosineMinusOne - MeanResultant.of(size, kappa).logExcess() + logUniform;
        }
    }

    /** The gradient is κ μ with respect to z, κ z with respect to μ, and μᵀz - A(κ) with respect to κ. */
    @Override
    public void addLogDensityGradient(LatentRows latent, double[] path, double[] direct) {
        int rows = latent.rows();
        int size = latent.size();
        double[] p = latent.parameters().values();
        double[] target = latent.parameters().gradient();
        double[] z = latent.base().values();
        for (int r = 0; r < rows; r++) {
            int s = size * rows + r;
            double kappa = kappa(p[s]);
            SphereRow row = new SphereRow(p, rows, r);
            double cosineMinusOne = row.cosine(z) - 1;
            double toKappa = cosineMinusOne + MeanResultant.of(size, kappa).shortfall();
            target[s] += direct[r] * toKappa * StableMath.sigmoid(p[s]);
            row.addCosineGradient(z, direct[r] * kappa, target);
            row.addDirection(path[r] * kappa, latent.base().gradient());
        }
    }

    @Override
    public Optional<ClosedKl> closedKl(Prior prior) {
        return prior instanceof SpherePrior ? Optional.of(new SphereKl(this)) : Optional.empty();
    }

    /** KL(q(z|x) ‖ uniform) = κ A(κ) - log h(κ), one number per example, since it is no sum over the dimensions. */
    private record SphereKl(VonMisesFisherPosterior family) implements ClosedKl {

        @Override
        public int columns(int latent) {
            return 1;
        }

        @Override
        public void evaluate(LatentRows latent) {
            double[] p = latent.parameters().values();
            int s = latent.size() * latent.rows();
            for (int e = 0; e < latent.examples(); e++) {
                latent.kl().values()[e] =
                        MeanResultant.of(latent.size(), family.kappa(p[s + e])).divergence();
            }
        }

        /** d KL / dκ = κ A'(κ). */
        @Override
        public void addGradient(LatentRows latent) {
            double[] p = latent.parameters().values();
            double[] target = latent.parameters().gradient();
            double[] weights = latent.kl().gradient();
            int s = latent.size() * latent.rows();
            for (int r = 0; r < latent.rows(); r++) {
                double kappa = family.kappa(p[s + r]);
                double slope = kappa * MeanResultant.of(latent.size(), kappa).variance();
                target[s + r] += weights[r % latent.examples()] / latent.draws() * slope * StableMath.sigmoid(p[s + r]);
            }
        }
    }
}
