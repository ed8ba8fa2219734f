package org.vae4j.latent.prior;

import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.kernel.Accumulate;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;
import org.vae4j.latent.Columns;
import org.vae4j.math.ExampleNoise;
import org.vae4j.math.NoiseRows;
import org.vae4j.math.StableMath;
import org.vae4j.math.Streams;

/**
 * A mixture of K diagonal Gaussians of equal weight in n dimensions, p(z) = 1/K Σ_k N(z; μ_k, diag σ_k²), given by
 * [μ | log σ²] {@code [K, 2n]}.
 *
 * <p>The log-densities of all rows under all components are two products of matrices, with squares taken value by
 * value:
 *
 * <pre>
 * log N(z_r; μ_k, σ_k²) = z² · quadraticᵀ + z · linearᵀ + constant_k
 * quadratic = -½ σ⁻²,  linear = μ σ⁻²,  constant_k = -½ Σ_j (μ² σ⁻² + log σ² + log 2π)
 * </pre>
 *
 * <p>With the weighted responsibilities R_rk = weight_r N(z_r; μ_k, σ_k²) / Σ_k' N(z_r; μ_k', σ_k'²), S = Rᵀz, Q = Rᵀz²
 * and share_k = Σ_r R_rk, the gradients of Σ_r weight_r log p(z_r) are
 *
 * <ul>
 *   <li>2 z ⊙ (R · quadratic) + R · linear with respect to z,
 *   <li>σ⁻² (S - share μ) with respect to μ, and
 *   <li>½ (σ⁻² (Q - 2 μ S + share μ²) - share) with respect to log σ².
 * </ul>
 *
 * <p>Everything is computed in double precision, because the terms of an exponent may cancel.
 */
final class GaussianMixture {

    /** Densities below e^-50 = 2e-22 of the largest do not change a sum of fewer than a million terms. */
    private static final double NEGLIGIBLE = -50;

    private static final Kernels KERNELS = Kernels.of(DataType.DOUBLE);

    /** Memory for the sizes that a thread asked for last: in training they are the same in every step. */
    private static final ThreadLocal<Workspace> WORKSPACE = ThreadLocal.withInitial(() -> new Workspace(1, 1, 1));

    private GaussianMixture() {}

    /** Memory of one call, for a number of rows, components and dimensions. */
    private static final class Workspace {
        private final Matrix z;
        /** z². */
        private final Matrix squares;

        private final Matrix quadratic;
        private final Matrix linear;
        /** The exponents {@code [rows, components]}, later R. */
        private final Matrix terms;

        private final Matrix perRow;
        private final Matrix perComponent;
        /** The values of {@link #terms}: component k of row r at k · rows + r. */
        private final double[] values;

        private final double[] constants;

        private Workspace(int rows, int components, int dimensions) {
            z = Matrix.allocate(DataType.DOUBLE, rows, dimensions);
            squares = Matrix.allocate(DataType.DOUBLE, rows, dimensions);
            quadratic = Matrix.allocate(DataType.DOUBLE, components, dimensions);
            linear = Matrix.allocate(DataType.DOUBLE, components, dimensions);
            terms = Matrix.allocate(DataType.DOUBLE, rows, components);
            perRow = Matrix.allocate(DataType.DOUBLE, rows, dimensions);
            perComponent = Matrix.allocate(DataType.DOUBLE, components, dimensions);
            values = new double[terms.length()];
            constants = new double[components];
        }

        private boolean fits(Columns latents, Columns parameters) {
            return z.rows() == latents.rows()
                    && z.columns() == latents.count()
                    && quadratic.rows() == parameters.rows();
        }
    }

    private static Workspace workspace(Columns z, Columns parameters) {
        Workspace workspace = WORKSPACE.get();
        if (!workspace.fits(z, parameters)) {
            workspace = new Workspace(z.rows(), parameters.rows(), z.count());
            WORKSPACE.set(workspace);
        }
        return workspace;
    }

    /** Adds log p(z) of each row. */
    static void addLogDensity(Columns z, Columns parameters, double[] logDensity) {
        if (z.rows() == 0) {
            return;
        }
        Sums sums = scaledDensities(z, parameters, workspace(z, parameters));
        double logCount = Math.log(parameters.rows());
        for (int r = 0; r < z.rows(); r++) {
            logDensity[r] += sums.largest[r] + Math.log(sums.total[r]) - logCount;
        }
    }

    /** Adds the gradients with respect to z and to the parameters, with one weight per row. */
    static void addLogDensityGradient(Columns z, Columns parameters, double[] weights) {
        if (z.rows() == 0) {
            return;
        }
        Workspace workspace = workspace(z, parameters);
        int rows = z.rows();
        double[] perTotal = scaledDensities(z, parameters, workspace).total;
        for (int r = 0; r < rows; r++) {
            perTotal[r] = weights[r] / perTotal[r];
        }
        double[] shares = new double[parameters.rows()];
        for (int k = 0; k < shares.length; k++) {
            for (int r = 0; r < rows; r++) {
                workspace.values[k * rows + r] *= perTotal[r];
                shares[k] += workspace.values[k * rows + r];
            }
        }
        KERNELS.write(workspace.values, workspace.terms);
        addLatentGradient(z, workspace);
        addParameterGradient(parameters, shares, workspace);
    }

    /** For each row, the largest log N(z; μ_k, σ_k²), and the sum over k of N(z; μ_k, σ_k²) over the largest. */
    private static final class Sums {
        private final double[] largest;
        private final double[] total;

        private Sums(int rows) {
            largest = new double[rows];
            total = new double[rows];
            Arrays.fill(largest, Double.NEGATIVE_INFINITY);
        }
    }

    /** Overwrites the workspace's values with N(z; μ_k, σ_k²) over the largest of the row. */
    private static Sums scaledDensities(Columns z, Columns parameters, Workspace workspace) {
        writeOperands(z, parameters, workspace);
        KERNELS.timesTransposed(workspace.squares, workspace.quadratic, workspace.terms);
        KERNELS.timesTransposed(workspace.z, workspace.linear, workspace.terms, Accumulate.YES);
        KERNELS.read(workspace.terms, workspace.values);
        int rows = z.rows();
        Sums sums = new Sums(rows);
        for (int k = 0; k < parameters.rows(); k++) {
            for (int r = 0; r < rows; r++) {
                workspace.values[k * rows + r] += workspace.constants[k];
                sums.largest[r] = Math.max(sums.largest[r], workspace.values[k * rows + r]);
            }
        }
        for (int k = 0; k < parameters.rows(); k++) {
            for (int r = 0; r < rows; r++) {
                double belowLargest = workspace.values[k * rows + r] - sums.largest[r];
                // The comparison is false for NaN, which exp keeps.
                double density = belowLargest < NEGLIGIBLE ? 0 : Math.exp(belowLargest);
                workspace.values[k * rows + r] = density;
                sums.total[r] += density;
            }
        }
        return sums;
    }

    /** Writes z, z², the coefficients of both, and the constants. */
    private static void writeOperands(Columns z, Columns parameters, Workspace workspace) {
        int half = parameters.values().length / 2;
        double[] quadratic = new double[half];
        double[] linear = new double[half];
        Arrays.fill(workspace.constants, -0.5 * z.count() * StableMath.LOG_TWO_PI);
        int i = 0;
        for (int j = 0; j < z.count(); j++) {
            for (int k = 0; k < parameters.rows(); k++) {
                double mean = parameters.values()[i];
                double logVar = parameters.values()[half + i];
                double precision = Math.exp(-logVar);
                quadratic[i] = -0.5 * precision;
                linear[i] = mean * precision;
                workspace.constants[k] -= 0.5 * (mean * linear[i] + logVar);
                i++;
            }
        }
        KERNELS.write(quadratic, workspace.quadratic);
        KERNELS.write(linear, workspace.linear);
        KERNELS.write(z.values(), workspace.z);
        KERNELS.multiply(workspace.z, workspace.z, workspace.squares);
    }

    private static void addLatentGradient(Columns z, Workspace workspace) {
        double[] product = new double[z.values().length];
        KERNELS.times(workspace.terms, workspace.quadratic, workspace.perRow);
        KERNELS.read(workspace.perRow, product);
        for (int i = 0; i < product.length; i++) {
            z.gradient()[i] += 2 * product[i] * z.values()[i];
        }
        KERNELS.times(workspace.terms, workspace.linear, workspace.perRow);
        KERNELS.read(workspace.perRow, product);
        for (int i = 0; i < product.length; i++) {
            z.gradient()[i] += product[i];
        }
    }

    private static void addParameterGradient(Columns parameters, double[] shares, Workspace workspace) {
        int half = parameters.values().length / 2;
        double[] sums = new double[half];
        double[] squares = new double[half];
        KERNELS.transposedTimes(workspace.terms, workspace.z, workspace.perComponent);
        KERNELS.read(workspace.perComponent, sums);
        KERNELS.transposedTimes(workspace.terms, workspace.squares, workspace.perComponent);
        KERNELS.read(workspace.perComponent, squares);
        double[] gradient = parameters.gradient();
        for (int i = 0; i < half; i++) {
            double mean = parameters.values()[i];
            double precision = Math.exp(-parameters.values()[half + i]);
            double share = shares[i % shares.length];
            gradient[i] += precision * (sums[i] - share * mean);
            gradient[half + i] += 0.5 * (precision * (squares[i] - 2 * mean * sums[i] + share * mean * mean) - share);
        }
    }

    /** Draws each row from a component that is drawn with equal probability. */
    static void sample(Columns parameters, long seed, Columns z) {
        long componentSeed = Streams.derive(seed, "component");
        double[] noise = ExampleNoise.normal(seed, NoiseRows.ofExamples(0, z.rows()), z.count());
        for (int r = 0; r < z.rows(); r++) {
            int k = (int) Long.remainderUnsigned(Streams.at(componentSeed, r), parameters.rows());
            for (int j = 0; j < z.count(); j++) {
                double sigma = Math.exp(parameters.values()[parameters.at(k, z.count() + j)] / 2);
                z.values()[z.at(r, j)] = parameters.values()[parameters.at(k, j)] + sigma * noise[z.at(r, j)];
            }
        }
    }
}
