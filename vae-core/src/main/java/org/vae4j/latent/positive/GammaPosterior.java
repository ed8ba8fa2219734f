package org.vae4j.latent.positive;

import java.util.Optional;
import org.apache.commons.math3.special.Gamma;
import org.vae4j.kernel.Accumulate;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;
import org.vae4j.latent.ClosedKl;
import org.vae4j.latent.IndependentDimensions;
import org.vae4j.latent.LatentRows;
import org.vae4j.latent.PosteriorFamily;
import org.vae4j.latent.Prior;
import org.vae4j.latent.Space;
import org.vae4j.math.StableMath;

/**
 * The family of independent gamma distributions, q(z|x) = Π_j b_j^a_j z_j^(a_j - 1) e^(-b_j z_j) / Γ(a_j) for z > 0,
 * given by [s | t] {@code [rows, 2 · latent]}. The shapes are a = log(1 + e^s) + {@code leastShape}, the rates
 * b = log(1 + e^t) + {@code leastRate}, so that da/ds = sigmoid(s) and db/dt = sigmoid(t). A draw is z = x / b with x
 * of {@link StandardGamma}.
 *
 * <p>The shape has a lower bound because draws of small shapes underflow single precision: for a = 0.3 a share of 1e-9
 * lies below 1e-30, for a = 0.05 a share of 3 %. Such draws are clamped to 1e-30, where they have no gradient. The rate
 * has a lower bound because the mean a / b would have no bound otherwise.
 *
 * @param leastShape the least a, in [0.2, 1e8]
 * @param leastRate the least b, > 0
 */
public record GammaPosterior(double leastShape, double leastRate) implements PosteriorFamily {

    /** Tells clamped draws from others, although single precision may have rounded them. */
    private static final double LARGEST_CLAMPED = PositiveNumbers.LEAST * 1.000001;

    /** Creates the family with shapes from 0.3 and rates from 0.001 on. */
    public GammaPosterior() {
        this(0.3, 1e-3);
    }

    /** Checks the ranges. */
    public GammaPosterior {
        GammaPrior.requireShape("leastShape", leastShape);
        if (!(leastRate > 0) || Double.isInfinite(leastRate)) {
            throw new IllegalArgumentException("found leastRate = " + leastRate + ", expected a number > 0");
        }
    }

    @Override
    public String name() {
        return "gamma";
    }

    @Override
    public Space space() {
        return new PositiveNumbers();
    }

    @Override
    public int parameterCount(int latent) {
        return 2 * latent;
    }

    /** a of the parameter s. */
    double shape(double s) {
        return StableMath.softplus(s) + leastShape;
    }

    /** b of the parameter t. */
    double rate(double t) {
        return StableMath.softplus(t) + leastRate;
    }

    @Override
    public void draw(Kernels kernels, Matrix parameters, Matrix noise, Matrix z) {
        double[] p = kernels.values(parameters);
        double[] epsilon = kernels.values(noise);
        double[] result = new double[z.length()];
        for (int i = 0; i < result.length; i++) {
            double x = Math.exp(new StandardGamma(shape(p[i])).logDraw(epsilon[i]));
            result[i] = Math.max(PositiveNumbers.LEAST, x / rate(p[result.length + i]));
        }
        kernels.write(result, z);
    }

    private static boolean isClamped(double z) {
        return z <= LARGEST_CLAMPED;
    }

    /** ∂z/∂a = z ∂ log x / ∂a and ∂z/∂b = -z / b; both are 0 for a clamped draw. */
    @Override
    public void drawGradient(
            Kernels kernels, Draw draw, Matrix zGradient, Matrix parameterGradient, Accumulate accumulate) {
        double[] p = kernels.values(draw.parameters());
        double[] z = kernels.values(draw.z());
        double[] g = kernels.values(zGradient);
        double[] target = accumulate == Accumulate.YES
                ? kernels.values(parameterGradient)
                : new double[parameterGradient.length()];
        for (int i = 0; i < z.length; i++) {
            if (isClamped(z[i])) {
                continue;
            }
            int j = z.length + i;
            double rate = rate(p[j]);
            double toLog = g[i] * z[i];
            StandardGamma standard = new StandardGamma(shape(p[i]));
            target[i] += toLog * standard.shapeDerivative(Math.log(z[i] * rate)) * StableMath.sigmoid(p[i]);
            target[j] -= toLog / rate * StableMath.sigmoid(p[j]);
        }
        kernels.write(target, parameterGradient);
    }

    @Override
    public boolean movesWithNoise() {
        return true;
    }

    /** ∂z/∂ε = z ∂ log x / ∂ε; 0 for a clamped draw. */
    @Override
    public double[] noiseGradient(Kernels kernels, Draw draw, Matrix zGradient) {
        double[] p = kernels.values(draw.parameters());
        double[] epsilon = kernels.values(draw.noise());
        double[] z = kernels.values(draw.z());
        double[] target = kernels.values(zGradient);
        for (int i = 0; i < z.length; i++) {
            double y = Math.log(z[i] * rate(p[z.length + i]));
            target[i] *= isClamped(z[i]) ? 0 : z[i] * new StandardGamma(shape(p[i])).noiseDerivative(epsilon[i], y);
        }
        return target;
    }

    /** The location is the mean, a / b. */
    @Override
    public void location(Kernels kernels, Matrix parameters, Matrix location) {
        double[] p = kernels.values(parameters);
        double[] result = new double[location.length()];
        for (int i = 0; i < result.length; i++) {
            result[i] = shape(p[i]) / rate(p[result.length + i]);
        }
        kernels.write(result, location);
    }

    @Override
    public void addLogDensity(LatentRows latent, double[] logDensity) {
        IndependentDimensions dimensions = new GammaDimensions(this, latent);
        double[] z = latent.base().values();
        for (int i = 0; i < z.length; i++) {
            int row = i % latent.rows();
            logDensity[row] += dimensions.logDensity(row, i / latent.rows(), z[i]);
        }
    }

    @Override
    public void addLogDensityGradient(LatentRows latent, double[] path, double[] direct) {
        GammaDimensions dimensions = new GammaDimensions(this, latent);
        double[] z = latent.base().values();
        for (int i = 0; i < z.length; i++) {
            int row = i % latent.rows();
            int j = i / latent.rows();
            latent.base().gradient()[i] += path[row] * dimensions.logDensitySlope(row, j, z[i]);
            dimensions.addLogDensityGradient(row, j, z[i], direct[row]);
        }
    }

    @Override
    public Optional<ClosedKl> closedKl(Prior prior) {
        return prior instanceof GammaPrior gamma ? Optional.of(new GammaKl(this, gamma)) : Optional.empty();
    }

    @Override
    public Optional<IndependentDimensions> dimensions(LatentRows latent) {
        return Optional.of(new GammaDimensions(this, latent));
    }

    /**
     * With the prior's shape c and rate d, KL = (a - c) ψ(a) - log Γ(a) + log Γ(c) + c log(b / d) + a (d / b - 1).
     *
     * <p>∂KL/∂a = (a - c) ψ′(a) + d / b - 1 and ∂KL/∂b = (c - a d / b) / b.
     */
    private record GammaKl(GammaPosterior family, GammaPrior prior) implements ClosedKl {

        @Override
        public void evaluate(LatentRows latent) {
            double[] p = latent.parameters().values();
            int half = latent.rows() * latent.size();
            double logGamma = Gamma.logGamma(prior.shape());
            for (int e = 0; e < latent.examples(); e++) {
                for (int j = 0; j < latent.size(); j++) {
                    int i = j * latent.rows() + e;
                    double a = family.shape(p[i]);
                    double b = family.rate(p[half + i]);
                    latent.kl().values()[latent.kl().at(e, j)] = (a - prior.shape()) * Polygamma.digamma(a)
                            - Gamma.logGamma(a)
                            + logGamma
                            + prior.shape() * Math.log(b / prior.rate())
                            + a * (prior.rate() / b - 1);
                }
            }
        }

        @Override
        public void addGradient(LatentRows latent) {
            double[] p = latent.parameters().values();
            double[] target = latent.parameters().gradient();
            int half = latent.rows() * latent.size();
            for (int i = 0; i < half; i++) {
                int example = i % latent.rows() % latent.examples();
                int at = latent.kl().at(example, i / latent.rows());
                double weight = latent.kl().gradient()[at] / latent.draws();
                double a = family.shape(p[i]);
                double b = family.rate(p[half + i]);
                double toShape = (a - prior.shape()) * Polygamma.trigamma(a) + prior.rate() / b - 1;
                double toRate = (prior.shape() - a * prior.rate() / b) / b;
                target[i] += weight * toShape * StableMath.sigmoid(p[i]);
                target[half + i] += weight * toRate * StableMath.sigmoid(p[half + i]);
            }
        }
    }
}
