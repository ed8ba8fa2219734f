package org.vae4j.math.descent;

/**
 * The point of a minimisation with the function's value and gradient there, and the line search of L-BFGS.
 *
 * <p>The line search finds a step length t along a direction d that satisfies the strong Wolfe conditions
 * f(x + t d) ≤ f(x) + c₁ t slope and |dᵀ∇f(x + t d)| ≤ c₂ |slope| with slope = dᵀ∇f(x), which is negative. Near the
 * minimum, where rounding hides differences of values, the first condition allows for the rounding of f(x).
 */
final class Descent {

    /** c₁, as usual for quasi-Newton methods (Nocedal and Wright 2006, section 3.1). */
    private static final double SUFFICIENT_DECREASE = 1e-4;

    /** c₂, as usual for quasi-Newton methods. */
    private static final double CURVATURE = 0.9;

    /** The rounding error of a value, relative to the larger of it and 1. */
    private static final double VALUE_NOISE = 1e-13;

    private static final int MAX_TRIALS = 40;

    /** The factor by which trial lengths grow until a bracket is found. */
    private static final double EXPANSION = 3;

    /** New trial lengths keep this share of a bracket's width from its ends, so that brackets shrink. */
    private static final double MARGIN = 0.1;

    private final DifferentiableFunction function;
    private double[] point;
    private double[] gradient;
    private double value;
    private int evaluations;

    Descent(DifferentiableFunction function, double[] start) {
        this.function = function;
        this.point = start.clone();
        this.gradient = new double[start.length];
        this.value = evaluate(point, gradient);
    }

    /** The point, not a copy. Later moves replace the array and do not change it. */
    double[] point() {
        return point;
    }

    /** The gradient at {@link #point}, not a copy. Later moves replace the array and do not change it. */
    double[] gradient() {
        return gradient;
    }

    /** The function's value at {@link #point}. */
    double value() {
        return value;
    }

    /** The number of evaluations so far. */
    int evaluations() {
        return evaluations;
    }

    private double evaluate(double[] candidate, double[] candidateGradient) {
        evaluations++;
        return function.evaluate(candidate, candidateGradient);
    }

    private void moveTo(double[] nextPoint, double[] nextGradient, double nextValue) {
        point = nextPoint;
        gradient = nextGradient;
        value = nextValue;
    }

    /**
     * Moves to a candidate if the function is smaller there.
     *
     * @param candidate the variables, not copied; the present point itself counts as no candidate
     * @return whether it moved
     */
    boolean moveIfLower(double[] candidate) {
        if (candidate == point) {
            return false;
        }
        double[] candidateGradient = new double[candidate.length];
        double candidateValue = evaluate(candidate, candidateGradient);
        if (!(candidateValue < value)) {
            return false;
        }
        moveTo(candidate, candidateGradient, candidateValue);
        return true;
    }

    /**
     * Moves along a direction to a point that satisfies the strong Wolfe conditions. Trial lengths grow until they
     * bracket such a point; then the secant of the slope shrinks the bracket.
     *
     * @param direction d
     * @param slope dᵀ∇f(x), below 0
     * @param firstLength the first trial for t
     * @return whether it moved
     */
    boolean moveAlong(double[] direction, double slope, double firstLength) {
        double noise = VALUE_NOISE * Math.max(1, Math.abs(value));
        double low = 0;
        double lowSlope = slope;
        double high = Double.POSITIVE_INFINITY;
        double highSlope = Double.NaN;
        double length = firstLength;
        for (int i = 0; i < MAX_TRIALS; i++) {
            double[] candidate = point.clone();
            Vectors.add(candidate, direction, length);
            double[] candidateGradient = new double[candidate.length];
            double candidateValue = evaluate(candidate, candidateGradient);
            double candidateSlope = Vectors.dot(direction, candidateGradient);
            boolean tooHigh = !(candidateValue <= value + SUFFICIENT_DECREASE * length * slope + noise);
            if (!tooHigh && Math.abs(candidateSlope) <= -CURVATURE * slope) {
                moveTo(candidate, candidateGradient, candidateValue);
                return true;
            }
            if (tooHigh || candidateSlope > 0) {
                high = length;
                highSlope = tooHigh && !(candidateSlope > 0) ? Double.NaN : candidateSlope;
            } else {
                low = length;
                lowSlope = candidateSlope;
            }
            length = nextLength(low, lowSlope, high, highSlope);
        }
        return false;
    }

    /** The zero of the secant of the slopes; the middle of the bracket where the upper slope is unknown (NaN). */
    private static double nextLength(double low, double lowSlope, double high, double highSlope) {
        if (Double.isInfinite(high)) {
            return EXPANSION * low;
        }
        double width = high - low;
        double zero = low + width * lowSlope / (lowSlope - highSlope);
        return Double.isNaN(zero)
                ? low + width / 2
                : Math.min(high - MARGIN * width, Math.max(low + MARGIN * width, zero));
    }
}
