package org.vae4j.layers;

import java.util.Optional;
import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;
import org.vae4j.layers.NoisePosition.Purpose;
import org.vae4j.math.ExampleNoise;
import org.vae4j.math.NoiseRows;
import org.vae4j.math.Streams;

/** ε ~ N(0, I) of one layer, a pure function of its role and a {@link NoisePosition}, in an array that is reused. */
final class LatentNoise {

    private final long seed;
    private final String role;
    private final int draws;
    private final DataType type;
    /** Room for the largest batch so far, of which the noise of a smaller one takes the beginning. */
    private Matrix room;

    private Matrix noise;
    private double[] values = new double[0];
    private NoisePosition position = NoisePosition.TRAINING;
    /** In place of what is drawn. */
    private Optional<double[]> given = Optional.empty();

    /**
     * Noise of a layer.
     *
     * @param seed of training's noise
     * @param role the name of this noise
     * @param draws rows of each example where nobody says how many examples there are
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

    void use(NoisePosition where) {
        position = where;
        given = Optional.empty();
    }

    /** Numbers that are used in place of drawn ones, until it is said which are drawn. */
    void give(double[] numbers) {
        given = Optional.of(numbers);
    }

    /** Whether nothing is drawn. */
    boolean isLocation() {
        return position.purpose() == Purpose.LOCATION;
    }

    Matrix at(long iteration, int rows, int columns) {
        shape(rows, columns);
        if (given.isPresent()) {
            Kernels.of(type).write(given.get(), noise);
            return noise;
        }
        if (values.length < noise.length()) {
            values = new double[noise.length()];
        }
        long stream = position.purpose() == Purpose.TRAINING
                ? Streams.at(Streams.derive(seed, role), iteration)
                : Streams.derive(position.seed(), role);
        ExampleNoise.normal(stream, rows(rows), columns, values);
        Kernels.of(type).write(values, noise);
        return noise;
    }

    private NoiseRows rows(int rows) {
        boolean known = position.examples() > 0;
        int divisor = known ? position.examples() : draws;
        if (rows % divisor != 0) {
            throw new IllegalArgumentException("found " + rows + " rows of noise \"" + role + "\" for "
                    + divisor + (known ? " examples" : " draws of each example")
                    + ", expected a multiple of it: say how often the rows are repeated");
        }
        int examples = known ? divisor : rows / divisor;
        return new NoiseRows(position.firstExample(), examples, position.firstDraw(), rows / examples);
    }

    private void shape(int rows, int columns) {
        if (noise != null && noise.rows() == rows && noise.columns() == columns) {
            return;
        }
        int length = Math.multiplyExact(rows, columns);
        if (room == null || room.length() < length) {
            room = Matrix.allocate(type, 1, length);
        }
        noise = room.columns(0, length).reshaped(rows, columns);
    }
}
