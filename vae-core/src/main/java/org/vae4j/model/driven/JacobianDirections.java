package org.vae4j.model.driven;

import org.vae4j.layers.NoisePosition;
import org.vae4j.math.ExampleNoise;
import org.vae4j.math.NoiseRows;
import org.vae4j.math.Streams;
import org.vae4j.objective.jacobian.Jacobian;

/**
 * The directions v_k along which the norms of Jacobians are estimated: random signs ±1 in every dimension, or, for a
 * Jacobian without probes, the unit vectors of all dimensions in turn.
 *
 * <p>Random directions are a function of the Jacobian's seed, the training's iteration, the example's number and the
 * draw's number. They are the same in whatever batch an example is computed.
 *
 * @param position the noise position of the pass, with its number of examples
 * @param iteration iterations that the training has done
 */
public record JacobianDirections(NoisePosition position, int iteration) {

    /**
     * The displacements +h v_k of all rows for k = 1, 2, …, and below them −h v_k in the same order.
     *
     * @param jacobian the Jacobian, whose step is h
     * @param rows rows of the displaced matrix, a multiple of the examples
     * @param dimensions columns of the displaced matrix
     * @return {@code [2 · rows · K, dimensions]} with K the number of directions, column by column
     */
    public double[] displacements(Jacobian jacobian, int rows, int dimensions) {
        boolean drawn = jacobian.probes() > 0;
        int probes = drawn ? jacobian.probes() : dimensions;
        int half = Math.multiplyExact(rows, probes);
        int stride = Math.multiplyExact(2, half);
        double[] result = new double[Math.multiplyExact(stride, dimensions)];
        double[] signs = new double[0];
        for (int k = 0; k < probes; k++) {
            signs = drawn ? normal(jacobian, k, rows, dimensions) : signs;
            for (int j = 0; j < dimensions; j++) {
                if (!drawn && j != k) {
                    continue;
                }
                for (int r = 0; r < rows; r++) {
                    double step = drawn ? Math.copySign(jacobian.step(), signs[j * rows + r]) : jacobian.step();
                    result[stride * j + k * rows + r] = step;
                    result[stride * j + half + k * rows + r] = -step;
                }
            }
        }
        return result;
    }

    /** N(0, 1) numbers, column by column, of which the signs are used. */
    private double[] normal(Jacobian jacobian, int probe, int rows, int dimensions) {
        boolean training = position.purpose() == NoisePosition.Purpose.TRAINING;
        long stream = training
                ? Streams.at(Streams.derive(jacobian.seed(), jacobian.name()), iteration)
                : Streams.derive(position.seed(), jacobian.name());
        NoiseRows numbers = new NoiseRows(
                position.firstExample(), position.examples(), position.firstDraw(), rows / position.examples());
        return ExampleNoise.normal(Streams.at(stream, probe), numbers, dimensions);
    }
}
