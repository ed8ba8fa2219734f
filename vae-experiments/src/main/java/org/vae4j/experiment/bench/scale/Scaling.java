package org.vae4j.experiment.bench.scale;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.vae4j.experiment.bench.scale.PowerLaw.Observation;

/**
 * How cost grows along an axis. Each exponent is that of the largest sizes.
 *
 * @param axis the name of the axis
 * @param unit what is timed
 * @param points by ascending size
 * @param exponentOfTime p of processor time = c · sizeᵖ: on a busy machine wall-clock time has none
 * @param exponentOfArithmetic that of the operations of the matrix products
 * @param exponentOfMemory that of the memory of the whole process
 */
record Scaling(
        String axis,
        String unit,
        List<Point> points,
        double exponentOfTime,
        double exponentOfArithmetic,
        double exponentOfMemory) {

    /** What a noisy machine makes of an exponent over two decades. */
    private static final double NOISE = 0.1;

    static Scaling of(Axis axis, List<Point> points) {
        return new Scaling(
                axis.name(),
                axis.unit(),
                List.copyOf(points),
                exponent(points, Point::cpuMs),
                exponent(points, Point::gflop),
                exponent(points, Point::peakRssMb));
    }

    private static double exponent(List<Point> points, ToDoubleFunction<Point> cost) {
        return PowerLaw.exponent(points.stream()
                .map(point -> new Observation(point.size(), cost.applyAsDouble(point)))
                .toList());
    }

    /** {@return whether time grows faster than the arithmetic, beyond what noise explains} */
    boolean growsFasterThanItsArithmetic() {
        return exponentOfTime > exponentOfArithmetic + NOISE;
    }
}
