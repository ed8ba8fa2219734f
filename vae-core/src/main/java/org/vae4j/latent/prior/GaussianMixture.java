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
 * A mixture of K diagonal Gaussians of equal weight, p(z) = 1/K Σ N(z; μ_k, diag σ_k²), given by [μ | log σ²]
 * {@code [K, 2n]}.
 *
 * <p>The exponents of all rows and components are products of matrices,
 * -½ ‖(z - μ)/σ‖² = z² · (-½ σ⁻²)ᵀ + z · (μ ⊙ σ⁻²)ᵀ - ½ ‖μ/σ‖², and so are the gradients. They are computed in double
 * precision, in which the terms may cancel.
 */
final class GaussianMixture {

    /** Densities below e^-50 of the largest, 2e-22 of it, change no sum of fewer than a million. */
    private static final double NEGLIGIBLE = -50;

    private static final Kernels KERNELS = Kernels.of(DataType.DOUBLE);
    /** Room for the sizes that a thread asked for last: in training they are the same in every step. */
    private static final ThreadLocal<Room> ROOM = ThreadLocal.withInitial(() -> new Room(1, 1, 1));

    private GaussianMixture() {}

    /** What is computed in, for so many rows, components and dimensions. */
    private static final class Room {
        private final Matrix z;
        private final Matrix squares;
        /** -½ σ⁻² and μ ⊙ σ⁻² of each component. */
        private final Matrix precision;

        private final Matrix pull;
        private final Matrix terms;
        private final Matrix ofRows;
        private final Matrix ofComponents;
        /** Component k of row r at k · rows + r. */
        private final double[] values;

        private final double[] constants;

        private Room(int rows, int components, int dimensions) {
            z = Matrix.allocate(DataType.DOUBLE, rows, dimensions);
            squares = Matrix.allocate(DataType.DOUBLE, rows, dimensions);
            precision = Matrix.allocate(DataType.DOUBLE, components, dimensions);
            pull = Matrix.allocate(DataType.DOUBLE, components, dimensions);
            terms = Matrix.allocate(DataType.DOUBLE, rows, components);
            ofRows = Matrix.allocate(DataType.DOUBLE, rows, dimensions);
            ofComponents = Matrix.allocate(DataType.DOUBLE, components, dimensions);
            values = new double[terms.length()];
            constants = new double[components];
        }

        private boolean fits(Columns latents, Columns parameters) {
            return z.rows() == latents.rows()
                    && z.columns() == latents.count()
                    && precision.rows() == parameters.rows();
        }
    }

    private static Room room(Columns z, Columns parameters) {
        Room room = ROOM.get();
        if (!room.fits(z, parameters)) {
            room = new Room(z.rows(), parameters.rows(), z.count());
            ROOM.set(room);
        }
        return room;
    }

    /** Adds log p(z) of each row. */
    static void addLogDensity(Columns z, Columns parameters, double[] logDensity) {
        if (z.rows() == 0) {
            return;
        }
        Sums sums = sums(z, parameters, room(z, parameters));
        double logCount = Math.log(parameters.rows());
        for (int r = 0; r < z.rows(); r++) {
            logDensity[r] += sums.largest[r] + Math.log(sums.total[r]) - logCount;
        }
    }

    /** Adds the gradients with respect to z and to the parameters, each row's multiplied by its weight. */
    static void addLogDensityGradient(Columns z, Columns parameters, double[] weights) {
        if (z.rows() == 0) {
            return;
        }
        Room room = room(z, parameters);
        int rows = z.rows();
        double[] perTotal = sums(z, parameters, room).total;
        for (int r = 0; r < rows; r++) {
            perTotal[r] = weights[r] / perTotal[r];
        }
        double[] shares = new double[parameters.rows()];
        for (int k = 0; k < shares.length; k++) {
            for (int r = 0; r < rows; r++) {
                room.values[k * rows + r] *= perTotal[r];
                shares[k] += room.values[k * rows + r];
            }
        }
        KERNELS.write(room.values, room.terms);
        addToRows(z, room);
        addToComponents(parameters, shares, room);
    }

    /** For each row, the log of the largest density N(z; μ_k, σ_k²) and the sum of all over it. */
    private static final class Sums {
        private final double[] largest;
        private final double[] total;

        private Sums(int rows) {
            largest = new double[rows];
            total = new double[rows];
            Arrays.fill(largest, Double.NEGATIVE_INFINITY);
        }
    }

    /** Overwrites the values with N(z; μ_k, σ_k²) over the largest of the row. */
    private static Sums sums(Columns z, Columns parameters, Room room) {
        prepare(z, parameters, room);
        KERNELS.timesTransposed(room.squares, room.precision, room.terms);
        KERNELS.timesTransposed(room.z, room.pull, room.terms, Accumulate.YES);
        KERNELS.read(room.terms, room.values);
        int rows = z.rows();
        Sums sums = new Sums(rows);
        for (int k = 0; k < parameters.rows(); k++) {
            for (int r = 0; r < rows; r++) {
                room.values[k * rows + r] += room.constants[k];
                sums.largest[r] = Math.max(sums.largest[r], room.values[k * rows + r]);
            }
        }
        for (int k = 0; k < parameters.rows(); k++) {
            for (int r = 0; r < rows; r++) {
                double below = room.values[k * rows + r] - sums.largest[r];
                // NaN is neither, and stays.
                double density = below < NEGLIGIBLE ? 0 : Math.exp(below);
                room.values[k * rows + r] = density;
                sums.total[r] += density;
            }
        }
        return sums;
    }

    private static void prepare(Columns z, Columns parameters, Room room) {
        int half = parameters.values().length / 2;
        double[] precision = new double[half];
        double[] pull = new double[half];
        Arrays.fill(room.constants, -0.5 * z.count() * StableMath.LOG_TWO_PI);
        int i = 0;
        for (int j = 0; j < z.count(); j++) {
            for (int k = 0; k < parameters.rows(); k++) {
                double mean = parameters.values()[i];
                double logVar = parameters.values()[half + i];
                double inverse = Math.exp(-logVar);
                precision[i] = -0.5 * inverse;
                pull[i] = mean * inverse;
                room.constants[k] -= 0.5 * (mean * pull[i] + logVar);
                i++;
            }
        }
        KERNELS.write(precision, room.precision);
        KERNELS.write(pull, room.pull);
        KERNELS.write(z.values(), room.z);
        KERNELS.multiply(room.z, room.z, room.squares);
    }

    /** With responsibilities R: R · (μ ⊙ σ⁻²) - z ⊙ (R · σ⁻²). */
    private static void addToRows(Columns z, Room room) {
        double[] found = new double[z.values().length];
        KERNELS.times(room.terms, room.precision, room.ofRows);
        KERNELS.read(room.ofRows, found);
        for (int i = 0; i < found.length; i++) {
            z.gradient()[i] += 2 * found[i] * z.values()[i];
        }
        KERNELS.times(room.terms, room.pull, room.ofRows);
        KERNELS.read(room.ofRows, found);
        for (int i = 0; i < found.length; i++) {
            z.gradient()[i] += found[i];
        }
    }

    /**
     * With S = Rᵀz, Q = Rᵀz² and each component's share s: σ⁻² (S - s μ) to μ, and ½ (σ⁻² (Q - 2 μ S + s μ²) - s) to
     * log σ².
     */
    private static void addToComponents(Columns parameters, double[] shares, Room room) {
        int half = parameters.values().length / 2;
        double[] sums = new double[half];
        double[] squares = new double[half];
        KERNELS.transposedTimes(room.terms, room.z, room.ofComponents);
        KERNELS.read(room.ofComponents, sums);
        KERNELS.transposedTimes(room.terms, room.squares, room.ofComponents);
        KERNELS.read(room.ofComponents, squares);
        double[] gradient = parameters.gradient();
        for (int i = 0; i < half; i++) {
            double mean = parameters.values()[i];
            double inverse = Math.exp(-parameters.values()[half + i]);
            double share = shares[i % shares.length];
            gradient[i] += inverse * (sums[i] - share * mean);
            gradient[half + i] += 0.5 * (inverse * (squares[i] - 2 * mean * sums[i] + share * mean * mean) - share);
        }
    }

    /** Draws a component, each as likely, and then from it. */
    static void sample(Columns parameters, long seed, Columns z) {
        long which = Streams.derive(seed, "component");
        double[] noise = ExampleNoise.normal(seed, NoiseRows.ofExamples(0, z.rows()), z.count());
        for (int r = 0; r < z.rows(); r++) {
            int k = (int) Long.remainderUnsigned(Streams.at(which, r), parameters.rows());
            for (int j = 0; j < z.count(); j++) {
                double sigma = Math.exp(parameters.values()[parameters.at(k, z.count() + j)] / 2);
                z.values()[z.at(r, j)] = parameters.values()[parameters.at(k, j)] + sigma * noise[z.at(r, j)];
            }
        }
    }
}
