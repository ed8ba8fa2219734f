package org.vae4j.model.driven;

import org.vae4j.layers.NoisePosition;
import org.vae4j.math.ExampleNoise;
import org.vae4j.math.NoiseRows;
import org.vae4j.math.Streams;
import org.vae4j.objective.jacobian.Jacobian;

/**
 * The directions along which Jacobians are measured: those of an example and draw are the same in whatever batch they
 * are computed.
 *
 * @param position of the pass, with its number of examples
 * @param iteration of the training
 */
public record JacobianDirections(NoisePosition position, int iteration) {

    /**
     * The displacements ±h v of some rows.
     *
     * @param jacobian what is measured
     * @param rows at which it is, a multiple of the examples
     * @param dimensions of what is displaced
     * @return of the rows by the first direction, by the second one and so on, and below them the opposite ones, column
     *     by column
     */
    public double[] displacements(Jacobian jacobian, int rows, int dimensions) {
        boolean drawn = jacobian.probes() > 0;
        int probes = drawn ? jacobian.probes() : dimensions;
        int half = Math.multiplyExact(rows, probes);
        double[] result = new double[Math.multiplyExact(2 * half, dimensions)];
        double[] signs = new double[0];
        for (int k = 0; k < probes; k++) {
            signs = drawn ? normal(jacobian, k, rows, dimensions) : signs;
            for (int j = 0; j < dimensions; j++) {
                if (!drawn && j != k) {
                    continue;
                }
                for (int r = 0; r < rows; r++) {
                    double step = drawn ? Math.copySign(jacobian.step(), signs[j * rows + r]) : jacobian.step();
                    result[2 * half * j + k * rows + r] = step;
                    result[2 * half * j + half + k * rows + r] = -step;
                }
            }
        }
        return result;
    }

    private double[] normal(Jacobian jacobian, int probe, int rows, int dimensions) {
        boolean training = position.purpose() == NoisePosition.Purpose.TRAINING;
        long stream = training
                ? Streams.at(Streams.derive(jacobian.seed(), jacobian.name()), iteration)
                : Streams.derive(position.seed(), jacobian.name());
        NoiseRows which = new NoiseRows(
                position.firstExample(), position.examples(), position.firstDraw(), rows / position.examples());
        return ExampleNoise.normal(Streams.at(stream, probe), which, dimensions);
    }
}
