package org.vae4j.experiment.bench.scale;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.vae4j.experiment.bench.scale.PowerLaw.Observation;

/**
 * The growth of cost along an axis. Each exponent is the p of cost = c · sizeᵖ over the largest sizes.
 *
 * @param axis the name of the axis
 * @param unit the unit of work that is timed, in words
 * @param points the costs by ascending size
 * @param exponentOfTime the exponent of processor time, which load of the machine distorts less than wall-clock time
 * @param exponentOfArithmetic the exponent of the operations of the matrix products
 * @param exponentOfMemory the exponent of the memory of the whole process
 */
record Scaling(
        String axis,
        String unit,
        List<Point> points,
        double exponentOfTime,
        double exponentOfArithmetic,
        double exponentOfMemory) {

    /** The error of an exponent over two decades on a busy machine. */
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

    /** {@return whether time grows faster than the arithmetic, by more than the noise} */
    boolean growsFasterThanItsArithmetic() {
        return exponentOfTime > exponentOfArithmetic + NOISE;
    }
}
