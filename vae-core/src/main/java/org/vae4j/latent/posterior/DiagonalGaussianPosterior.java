package org.vae4j.latent.posterior;

import java.util.Optional;
import org.nd4j.shade.jackson.annotation.JsonInclude;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.vae4j.kernel.Accumulate;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;
import org.vae4j.latent.ClosedKl;
import org.vae4j.latent.IndependentDimensions;
import org.vae4j.latent.LatentRows;
import org.vae4j.latent.LogRatio;
import org.vae4j.latent.PosteriorFamily;
import org.vae4j.latent.Prior;
import org.vae4j.latent.prior.StandardNormalPrior;
import org.vae4j.math.StableMath;

/**
 * The diagonal Gaussian family, q(z|x) = N(μ, diag σ²), given by [μ | log σ²] {@code [rows, 2 · latent]}. A draw is
 * z = μ + σ ⊙ ε with ε ~ N(0, I) (Kingma and Welling 2014, section 2.4).
 *
 * <p>Optional bounds clamp log σ² behind the encoder's head ("hard tanh"), so that no posterior collapses to a point or
 * becomes wider than is of use: −6 and 2 with the published VampPrior.
 *
 * @param leastLogVar the lower bound of log σ²
 * @param mostLogVar the upper bound of log σ², above the lower; 0 and 0 for no bounds
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record DiagonalGaussianPosterior(
        @JsonProperty("leastLogVar") double leastLogVar,
        @JsonProperty("mostLogVar") double mostLogVar) implements PosteriorFamily {

    /** Creates the family without bounds. */
    public DiagonalGaussianPosterior() {
        this(0, 0);
    }

    public DiagonalGaussianPosterior {
        boolean none = leastLogVar == 0 && mostLogVar == 0;
        if (!none && !(leastLogVar < mostLogVar) || Double.isInfinite(leastLogVar) || Double.isInfinite(mostLogVar)) {
            throw new IllegalArgumentException("found leastLogVar = " + leastLogVar + " and mostLogVar = " + mostLogVar
                    + ", expected rising numbers, for example -6 and 2, or 0 and 0 for no bounds");
        }
    }

    @Override
    public String name() {
        return "diagonal_gaussian";
    }

    @Override
    public Optional<Bounds> bounds(int latent) {
        return leastLogVar == mostLogVar ? Optional.empty() : Optional.of(new Bounds(latent, leastLogVar, mostLogVar));
    }

    @Override
    public int parameterCount(int latent) {
        return 2 * latent;
    }

    @Override
    public void draw(Kernels kernels, Matrix parameters, Matrix noise, Matrix z) {
        kernels.sampleGaussian(parameters, noise, z);
    }

    @Override
    public void drawGradient(
            Kernels kernels, Draw draw, Matrix zGradient, Matrix parameterGradient, Accumulate accumulate) {
        kernels.sampleGaussianGradient(draw.parameters(), draw.z(), zGradient, parameterGradient, accumulate);
    }

    @Override
    public boolean movesWithNoise() {
        return true;
    }

    /** {@return σ ⊙ the gradient with respect to z} */
    @Override
    public double[] noiseGradient(Kernels kernels, Draw draw, Matrix zGradient) {
        int latent = zGradient.columns();
        double[] logVar = new double[zGradient.length()];
        double[] gradient = new double[zGradient.length()];
        kernels.read(draw.parameters().columns(latent, 2 * latent), logVar);
        kernels.read(zGradient, gradient);
        for (int i = 0; i < gradient.length; i++) {
            gradient[i] *= Math.exp(0.5 * logVar[i]);
        }
        return gradient;
    }

    @Override
    public void location(Kernels kernels, Matrix parameters, Matrix location) {
        kernels.copy(parameters.columns(0, location.columns()), location);
    }

    /** log q(z|x) = -½ Σ_j ((z - μ)²/σ² + log σ² + log 2π). */
    @Override
    public void addLogDensity(LatentRows latent, double[] logDensity) {
        int rows = latent.rows();
        double[] parameters = latent.parameters().values();
        double[] z = latent.base().values();
        int half = rows * latent.size();
        for (int i = 0; i < half; i++) {
            double distance = z[i] - parameters[i];
            double logVar = parameters[half + i];
            logDensity[i % rows] -=
                    0.5 * (distance * distance * Math.exp(-logVar) + logVar) + StableMath.HALF_LOG_TWO_PI;
        }
    }

    /** With pull = (z - μ)/σ², the gradient is -pull for z, pull for μ and ½ ((z - μ) pull - 1) for log σ². */
    @Override
    public void addLogDensityGradient(LatentRows latent, double[] path, double[] direct) {
        int rows = latent.rows();
        double[] parameters = latent.parameters().values();
        double[] gradient = latent.parameters().gradient();
        double[] z = latent.base().values();
        double[] zGradient = latent.base().gradient();
        int half = rows * latent.size();
        for (int i = 0; i < half; i++) {
            double distance = z[i] - parameters[i];
            double pull = distance * Math.exp(-parameters[half + i]);
            zGradient[i] -= path[i % rows] * pull;
            gradient[i] += direct[i % rows] * pull;
            gradient[half + i] += direct[i % rows] * 0.5 * (distance * pull - 1);
        }
    }

    @Override
    public Optional<ClosedKl> closedKl(Prior prior) {
        return prior instanceof StandardNormalPrior ? Optional.of(new StandardNormalKl()) : Optional.empty();
    }

    @Override
    public Optional<IndependentDimensions> dimensions(LatentRows latent) {
        return Optional.of(new GaussianDimensions(latent));
    }

    @Override
    public LogRatio logRatio(Prior prior) {
        return prior instanceof StandardNormalPrior
                ? new StandardNormalLogRatio()
                : PosteriorFamily.super.logRatio(prior);
    }
}
