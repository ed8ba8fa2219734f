package org.vae4j.latent.posterior;

import java.util.Optional;
import org.vae4j.kernel.Accumulate;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;
import org.vae4j.latent.ClosedKl;
import org.vae4j.latent.LatentRows;
import org.vae4j.latent.PosteriorFamily;
import org.vae4j.latent.Prior;
import org.vae4j.latent.prior.StandardNormalPrior;
import org.vae4j.math.StableMath;

/**
 * The Gaussian family with full covariance, q(z|x) = N(μ, L Lᵀ) with a lower triangular L, given by [μ | log Lⱼⱼ² | L
 * below the diagonal, row by row] {@code [rows, 2 · latent + latent (latent - 1) / 2]}. With zeros below the diagonal
 * it is {@link DiagonalGaussianPosterior}.
 *
 * <p>A draw is z = μ + L ε (Kingma and Welling 2019, section 2.5.1). With g the gradient with respect to z, the
 * gradients of a draw are g for μ, gⱼ εᵢ for Lⱼᵢ, ½ gⱼ εⱼ Lⱼⱼ for log Lⱼⱼ², and Lᵀg for ε.
 *
 * <p>With ε = L⁻¹ (z - μ), log q(z|x) = -½ ‖ε‖² - Σ log Lⱼⱼ - ½ latent log 2π. With pull = L⁻ᵀ ε, its gradients are
 * -pull for z, pull for μ, pullⱼ εᵢ for Lⱼᵢ, and ½ (pullⱼ εⱼ Lⱼⱼ - 1) for log Lⱼⱼ².
 */
public record FullGaussianPosterior() implements PosteriorFamily {

    @Override
    public String name() {
        return "full_gaussian";
    }

    @Override
    public int parameterCount(int latent) {
        return Math.addExact(2 * latent, Math.multiplyExact(latent, latent - 1) / 2);
    }

    /** The column of Lⱼᵢ, i < j, among the parameters. */
    static int factorColumn(int latent, int j, int i) {
        return 2 * latent + j * (j - 1) / 2 + i;
    }

    @Override
    public void draw(Kernels kernels, Matrix parameters, Matrix noise, Matrix z) {
        int rows = z.rows();
        int latent = z.columns();
        double[] p = kernels.values(parameters);
        double[] epsilon = kernels.values(noise);
        double[] result = new double[z.length()];
        for (int j = 0; j < latent; j++) {
            for (int r = 0; r < rows; r++) {
                double scale = Math.exp(0.5 * p[(latent + j) * rows + r]);
                result[j * rows + r] = p[j * rows + r] + scale * epsilon[j * rows + r];
            }
            for (int i = 0; i < j; i++) {
                int l = factorColumn(latent, j, i) * rows;
                for (int r = 0; r < rows; r++) {
                    result[j * rows + r] += p[l + r] * epsilon[i * rows + r];
                }
            }
        }
        kernels.write(result, z);
    }

    @Override
    public void drawGradient(
            Kernels kernels, Draw draw, Matrix zGradient, Matrix parameterGradient, Accumulate accumulate) {
        int rows = zGradient.rows();
        int latent = zGradient.columns();
        double[] p = kernels.values(draw.parameters());
        double[] epsilon = kernels.values(draw.noise());
        double[] g = kernels.values(zGradient);
        double[] target = accumulate == Accumulate.YES
                ? kernels.values(parameterGradient)
                : new double[parameterGradient.length()];
        for (int j = 0; j < latent; j++) {
            for (int r = 0; r < rows; r++) {
                int at = j * rows + r;
                int logVar = (latent + j) * rows + r;
                target[at] += g[at];
                target[logVar] += 0.5 * g[at] * epsilon[at] * Math.exp(0.5 * p[logVar]);
            }
            for (int i = 0; i < j; i++) {
                int l = factorColumn(latent, j, i) * rows;
                for (int r = 0; r < rows; r++) {
                    target[l + r] += g[j * rows + r] * epsilon[i * rows + r];
                }
            }
        }
        kernels.write(target, parameterGradient);
    }

    @Override
    public boolean movesWithNoise() {
        return true;
    }

    /** {@return Lᵀ times the gradient with respect to z} */
    @Override
    public double[] noiseGradient(Kernels kernels, Draw draw, Matrix zGradient) {
        int rows = zGradient.rows();
        int latent = zGradient.columns();
        double[] p = kernels.values(draw.parameters());
        double[] g = kernels.values(zGradient);
        double[] target = new double[g.length];
        for (int j = 0; j < latent; j++) {
            for (int r = 0; r < rows; r++) {
                target[j * rows + r] += Math.exp(0.5 * p[(latent + j) * rows + r]) * g[j * rows + r];
            }
            for (int i = 0; i < j; i++) {
                int l = factorColumn(latent, j, i) * rows;
                for (int r = 0; r < rows; r++) {
                    target[i * rows + r] += p[l + r] * g[j * rows + r];
                }
            }
        }
        return target;
    }

    @Override
    public void location(Kernels kernels, Matrix parameters, Matrix location) {
        kernels.copy(parameters.columns(0, location.columns()), location);
    }

    @Override
    public void addLogDensity(LatentRows latent, double[] logDensity) {
        int rows = latent.rows();
        int size = latent.size();
        double[] p = latent.parameters().values();
        double[] epsilon = whitened(latent);
        for (int at = 0; at < rows * size; at++) {
            logDensity[at % rows] -=
                    0.5 * (epsilon[at] * epsilon[at] + p[rows * size + at]) + StableMath.HALF_LOG_TWO_PI;
        }
    }

    /** ε = L⁻¹ (z - μ) of each row, by forward substitution. */
    private static double[] whitened(LatentRows latent) {
        int rows = latent.rows();
        int size = latent.size();
        double[] p = latent.parameters().values();
        double[] z = latent.base().values();
        double[] epsilon = new double[rows * size];
        for (int j = 0; j < size; j++) {
            for (int r = 0; r < rows; r++) {
                epsilon[j * rows + r] = z[j * rows + r] - p[j * rows + r];
            }
            for (int i = 0; i < j; i++) {
                int l = factorColumn(size, j, i) * rows;
                for (int r = 0; r < rows; r++) {
                    epsilon[j * rows + r] -= p[l + r] * epsilon[i * rows + r];
                }
            }
            for (int r = 0; r < rows; r++) {
                epsilon[j * rows + r] *= Math.exp(-0.5 * p[(size + j) * rows + r]);
            }
        }
        return epsilon;
    }

    /** pull = L⁻ᵀ ε of each row, by backward substitution: the precision times z - μ. */
    private static double[] pull(LatentRows latent, double[] epsilon) {
        int rows = latent.rows();
        int size = latent.size();
        double[] p = latent.parameters().values();
        double[] pull = epsilon.clone();
        for (int j = size - 1; j >= 0; j--) {
            for (int i = j + 1; i < size; i++) {
                int l = factorColumn(size, i, j) * rows;
                for (int r = 0; r < rows; r++) {
                    pull[j * rows + r] -= p[l + r] * pull[i * rows + r];
                }
            }
            for (int r = 0; r < rows; r++) {
                pull[j * rows + r] *= Math.exp(-0.5 * p[(size + j) * rows + r]);
            }
        }
        return pull;
    }

    @Override
    public void addLogDensityGradient(LatentRows latent, double[] path, double[] direct) {
        int rows = latent.rows();
        int size = latent.size();
        double[] p = latent.parameters().values();
        double[] target = latent.parameters().gradient();
        double[] zGradient = latent.base().gradient();
        double[] epsilon = whitened(latent);
        double[] pull = pull(latent, epsilon);
        for (int j = 0; j < size; j++) {
            for (int r = 0; r < rows; r++) {
                int at = j * rows + r;
                int logVar = (size + j) * rows + r;
                zGradient[at] -= path[r] * pull[at];
                target[at] += direct[r] * pull[at];
                target[logVar] += direct[r] * 0.5 * (pull[at] * epsilon[at] * Math.exp(0.5 * p[logVar]) - 1);
            }
            for (int i = 0; i < j; i++) {
                int l = factorColumn(size, j, i) * rows;
                for (int r = 0; r < rows; r++) {
                    target[l + r] += direct[r] * pull[j * rows + r] * epsilon[i * rows + r];
                }
            }
        }
    }

    @Override
    public Optional<ClosedKl> closedKl(Prior prior) {
        return prior instanceof StandardNormalPrior ? Optional.of(new FullGaussianKl()) : Optional.empty();
    }
}
