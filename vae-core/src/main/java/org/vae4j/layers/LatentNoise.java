package org.vae4j.layers;

import java.util.Optional;
import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;
import org.vae4j.layers.NoisePosition.Purpose;
import org.vae4j.math.ExampleNoise;
import org.vae4j.math.NoiseRows;
import org.vae4j.math.Streams;

/**
 * The noise ε ~ N(0, I) of one layer. It is a pure function of the layer's seed and role, the iteration, and a
 * {@link NoisePosition}, so a pass can be repeated with the same noise.
 *
 * <p>For one thread. Each call of {@link #at} overwrites the matrix that the call before it returned.
 */
final class LatentNoise {

    private final long seed;
    private final String role;
    private final int draws;
    private final DataType type;
    /** Memory for the largest batch so far; the noise of a smaller batch takes its beginning. */
    private Matrix memory;
    /** The matrix that {@link #at} returns, a view of {@link #memory}. */
    private Matrix noise;
    /** Memory for the draws in double precision. */
    private double[] values = new double[0];

    private NoisePosition position = NoisePosition.TRAINING;
    /** Numbers that are used in place of draws. */
    private Optional<double[]> given = Optional.empty();

    /**
     * The noise of a layer.
     *
     * @param seed seed of training's noise
     * @param role the name of this noise
     * @param draws rows per example, for passes whose position does not tell the number of examples
     * @param type FLOAT or DOUBLE
     */
    LatentNoise(long seed, String role, int draws, DataType type) {
        this.seed = seed;
        this.role = role;
        this.draws = draws;
        this.type = type;
    }

    String role() {
        return role;
    }

    /** Draws the noise of a position from now on, and no longer uses given numbers. */
    void use(NoisePosition where) {
        position = where;
        given = Optional.empty();
    }

    /**
     * Uses numbers in place of draws until the next call of {@link #use}.
     *
     * @param numbers one per row and column, column by column; kept and not copied
     */
    void give(double[] numbers) {
        given = Optional.of(numbers);
    }

    /** Whether the layer puts out the location of its distribution instead of a draw. */
    boolean isLocation() {
        return position.purpose() == Purpose.LOCATION;
    }

    /** The noise of a pass in an iteration. The matrix is valid until the next call. */
    Matrix at(long iteration, int rows, int columns) {
        makeRoom(rows, columns);
        if (given.isPresent()) {
            Kernels.of(type).write(requireLength(given.get()), noise);
            return noise;
        }
        if (values.length < noise.length()) {
            values = new double[noise.length()];
        }
        long stream = position.purpose() == Purpose.TRAINING
                ? Streams.at(Streams.derive(seed, role), iteration)
                : Streams.derive(position.seed(), role);
        ExampleNoise.normal(stream, examplesAndDraws(rows), columns, values);
        Kernels.of(type).write(values, noise);
        return noise;
    }

    private double[] requireLength(double[] numbers) {
        if (numbers.length != noise.length()) {
            throw new IllegalArgumentException("found " + numbers.length + " numbers in place of the noise \"" + role
                    + "\", expected " + noise.rows() + " rows of " + noise.columns());
        }
        return numbers;
    }

    /** The examples and draws that the rows of a pass stand for. */
    private NoiseRows examplesAndDraws(int rows) {
        boolean isCountKnown = position.examples() > 0;
        int divisor = isCountKnown ? position.examples() : draws;
        if (rows % divisor != 0) {
            throw new IllegalArgumentException("found " + rows + " rows of noise \"" + role + "\" for "
                    + divisor + (isCountKnown ? " examples" : " draws of each example")
                    + ", expected a multiple of it: say how often the rows are repeated");
        }
        int examples = isCountKnown ? divisor : rows / divisor;
        return new NoiseRows(position.firstExample(), examples, position.firstDraw(), rows / examples);
    }

    private void makeRoom(int rows, int columns) {
        if (noise != null && noise.rows() == rows && noise.columns() == columns) {
            return;
        }
        int length = Math.multiplyExact(rows, columns);
        if (memory == null || memory.length() < length) {
            memory = Matrix.allocate(type, 1, length);
        }
        noise = memory.columns(0, length).reshaped(rows, columns);
    }
}
