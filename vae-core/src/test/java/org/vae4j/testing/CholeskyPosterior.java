package org.vae4j.testing;

import org.vae4j.kernel.Accumulate;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;
import org.vae4j.latent.Columns;
import org.vae4j.latent.LatentRows;
import org.vae4j.latent.PosteriorFamily;

/**
 * A family of posteriors for tests, without gradients: q(z|x) = N(μ, L Lᵀ) with a lower triangular L. Its parameters
 * are [μ | L row by row], in which log Lᵢᵢ replaces Lᵢᵢ.
 */
public record CholeskyPosterior() implements PosteriorFamily {

    private static final double HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

    @Override
    public String name() {
        return "test_cholesky";
    }

    @Override
    public int parameterCount(int latent) {
        return latent + latent * (latent + 1) / 2;
    }

    /**
     * The index of Lᵢⱼ among the parameters.
     *
     * @param latent number of latent dimensions
     * @param i row
     * @param j column, at most i
     * @return the index
     */
    public static int entry(int latent, int i, int j) {
        return latent + i * (i + 1) / 2 + j;
    }

    @Override
    public void draw(Kernels kernels, Matrix parameters, Matrix noise, Matrix z) {
        Columns given = read(kernels, parameters);
        Columns epsilon = read(kernels, noise);
        Columns drawn = new Columns(z.rows(), z.columns());
        for (int r = 0; r < z.rows(); r++) {
            for (int i = 0; i < z.columns(); i++) {
                double value = given.values()[given.at(r, i)];
                for (int j = 0; j <= i; j++) {
                    value += factor(given, r, z.columns(), i, j) * epsilon.values()[epsilon.at(r, j)];
                }
                drawn.values()[drawn.at(r, i)] = value;
            }
        }
        kernels.write(drawn.values(), z);
    }

    private static Columns read(Kernels kernels, Matrix matrix) {
        Columns columns = new Columns(matrix.rows(), matrix.columns());
        kernels.read(matrix, columns.values());
        return columns;
    }

    private static double factor(Columns parameters, int row, int latent, int i, int j) {
        double value = parameters.values()[parameters.at(row, entry(latent, i, j))];
        return i == j ? Math.exp(value) : value;
    }

    @Override
    public void drawGradient(
            Kernels kernels, Draw draw, Matrix zGradient, Matrix parameterGradient, Accumulate accumulate) {
        throw new UnsupportedOperationException("for evaluation alone");
    }

    @Override
    public void location(Kernels kernels, Matrix parameters, Matrix location) {
        kernels.copy(parameters.columns(0, location.columns()), location);
    }

    /** Adds log q(z|x) = -½ ‖ε‖² - Σ log Lᵢᵢ - ½ d log 2π with ε = L⁻¹(z - μ), computed by forward substitution. */
    @Override
    public void addLogDensity(LatentRows latent, double[] logDensity) {
        int d = latent.size();
        Columns given = latent.parameters();
        double[] epsilon = new double[d];
        for (int r = 0; r < latent.rows(); r++) {
            for (int i = 0; i < d; i++) {
                double rest = latent.base().values()[latent.base().at(r, i)] - given.values()[given.at(r, i)];
                for (int j = 0; j < i; j++) {
                    rest -= factor(given, r, d, i, j) * epsilon[j];
                }
                epsilon[i] = rest / factor(given, r, d, i, i);
                logDensity[r] -=
                        0.5 * epsilon[i] * epsilon[i] + given.values()[given.at(r, entry(d, i, i))] + HALF_LOG_TWO_PI;
            }
        }
    }

    @Override
    public void addLogDensityGradient(LatentRows latent, double[] path, double[] direct) {
        throw new UnsupportedOperationException("for evaluation alone");
    }
}
