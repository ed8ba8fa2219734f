package org.vae4j.math.descent;

/** The state of a minimisation, and the line search of L-BFGS. */
final class Descent {

    private static final double SUFFICIENT_DECREASE = 1e-4;
    private static final double CURVATURE = 0.9;
    private static final double VALUE_NOISE = 1e-13;
    private static final int LINE_SEARCH_STEPS = 40;

    private final DifferentiableFunction function;
    private double[] point;
    private double[] gradient;
    private double value;
    private int evaluations;

    Descent(DifferentiableFunction function, double[] start) {
        this.function = function;
        this.point = start.clone();
        this.gradient = new double[start.length];
        this.value = at(point, gradient);
    }

    /** Not changed by later moves, which put another array in its place. */
    double[] point() {
        return point;
    }

    /** The gradient at {@link #point}, in the same memory at every call. */
    double[] gradient() {
        return gradient;
    }

    double value() {
        return value;
    }

    int evaluations() {
        return evaluations;
    }

    private double at(double[] where, double[] gradientThere) {
        evaluations++;
        return function.evaluate(where, gradientThere);
    }

    /** Moves to a point unless it is where this stands, or not below it. */
    boolean moveDownTo(double[] next) {
        if (next == point) {
            return false;
        }
        double[] gradientThere = new double[next.length];
        double valueThere = at(next, gradientThere);
        if (!(valueThere < value)) {
            return false;
        }
        point = next;
        gradient = gradientThere;
        value = valueThere;
        return true;
    }

    /** Shrinks a bracket of the strong Wolfe conditions by the secant of the slope; moves there on success. */
    boolean moveAlong(double[] direction, double slope, double first) {
        double noise = VALUE_NOISE * Math.max(1, Math.abs(value));
        double low = 0;
        double lowSlope = slope;
        double high = Double.POSITIVE_INFINITY;
        double highSlope = Double.NaN;
        double length = first;
        for (int i = 0; i < LINE_SEARCH_STEPS; i++) {
            double[] next = point.clone();
            Vectors.add(next, direction, length);
            double[] gradientThere = new double[next.length];
            double valueThere = at(next, gradientThere);
            double slopeThere = Vectors.dot(direction, gradientThere);
            boolean tooHigh = !(valueThere <= value + SUFFICIENT_DECREASE * length * slope + noise);
            if (!tooHigh && Math.abs(slopeThere) <= -CURVATURE * slope) {
                point = next;
                gradient = gradientThere;
                value = valueThere;
                return true;
            }
            if (tooHigh || slopeThere > 0) {
                high = length;
                highSlope = tooHigh && !(slopeThere > 0) ? Double.NaN : slopeThere;
            } else {
                low = length;
                lowSlope = slopeThere;
            }
            length = between(low, lowSlope, high, highSlope);
        }
        return false;
    }

    private static double between(double low, double lowSlope, double high, double highSlope) {
        if (Double.isInfinite(high)) {
            return 3 * low;
        }
        double width = high - low;
        double zero = low + width * lowSlope / (lowSlope - highSlope);
        return Double.isNaN(zero) ? low + width / 2 : Math.min(high - 0.1 * width, Math.max(low + 0.1 * width, zero));
    }
}
