package org.vae4j.math;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * Minimisation of a smooth function by the limited-memory BFGS method with a strong Wolfe line search (Liu and Nocedal
 * 1989; Nocedal and Wright 2006, algorithms 7.4 and 7.5).
 *
 * <p>Full-batch and deterministic: what converges to rounding where stochastic gradients only approach. Near the minimum,
 * where differences of values drown in rounding, the line search goes by the slope alone (Hager and Zhang 2005).
 */
public final class Lbfgs {

    private static final double SUFFICIENT_DECREASE = 1e-4;
    private static final double CURVATURE = 0.9;
    private static final double VALUE_NOISE = 1e-13;
    private static final int LINE_SEARCH_STEPS = 40;

    /**
     * When to stop, and how much to remember.
     *
     * @param memory pairs of steps and gradient changes kept, at least 1; 10 to 30 is usual
     * @param maxIterations at least 1
     * @param gradientTolerance it has converged when ‖gradient‖ ≤ tolerance · max(1, ‖point‖); above 0
     */
    public record Config(int memory, int maxIterations, double gradientTolerance) {

        /** Checks the ranges. */
        public Config {
            if (memory < 1 || maxIterations < 1 || !(gradientTolerance > 0)) {
                throw new IllegalArgumentException("found memory = " + memory + ", maxIterations = " + maxIterations
                        + ", gradientTolerance = " + gradientTolerance + ", expected 1 or more, 1 or more, above 0");
            }
        }
    }

    /** Hears of every iteration. */
    @FunctionalInterface
    public interface Listener {

        /**
         * After an iteration.
         *
         * @param iteration from 0, the start, on
         * @param point the variables; valid during the call
         * @param value of the function
         * @param gradientNorm ‖gradient‖
         */
        void iteration(int iteration, double[] point, double value, double gradientNorm);
    }

    /** Where the minimisation ended. */
    public static final class Minimum {

        private final double[] point;
        private final double value;
        private final double gradientNorm;
        private final int iterations;
        private final int evaluations;
        private final boolean converged;

        private Minimum(State state, int iterations, boolean converged) {
            this.point = state.point;
            this.value = state.value;
            this.gradientNorm = norm(state.gradient);
            this.iterations = iterations;
            this.evaluations = state.evaluations;
            this.converged = converged;
        }

        /** {@return the variables, a copy} */
        public double[] point() {
            return point.clone();
        }

        /** {@return the function's value} */
        public double value() {
            return value;
        }

        /** {@return ‖gradient‖} */
        public double gradientNorm() {
            return gradientNorm;
        }

        /** {@return steps taken} */
        public int iterations() {
            return iterations;
        }

        /** {@return values and gradients computed} */
        public int evaluations() {
            return evaluations;
        }

        /** {@return whether the gradient is as small as asked for} */
        public boolean converged() {
            return converged;
        }
    }

    /** The current point. */
    private static final class State {
        private final DifferentiableFunction function;
        private double[] point;
        private double[] gradient;
        private double value;
        private int evaluations;

        State(DifferentiableFunction function, double[] start) {
            this.function = function;
            this.point = start.clone();
            this.gradient = new double[start.length];
            this.value = at(point, gradient);
        }

        double at(double[] where, double[] gradientThere) {
            evaluations++;
            return function.evaluate(where, gradientThere);
        }
    }

    private record Pair(double[] step, double[] change, double curvature) {}

    private Lbfgs() {}

    /**
     * Minimises a function.
     *
     * @param function smooth, bounded below
     * @param start where to begin
     * @param config when to stop
     * @param listener hears of every iteration
     * @return where it ended, converged or not
     * @throws IllegalArgumentException if the function is not finite at the start
     */
    public static Minimum minimise(DifferentiableFunction function, double[] start, Config config, Listener listener) {
        if (start.length != function.size()) {
            throw new IllegalArgumentException(
                    "found a start of " + start.length + " variables, expected " + function.size());
        }
        State state = new State(function, start);
        if (!Double.isFinite(state.value) || !Double.isFinite(norm(state.gradient))) {
            throw new IllegalArgumentException(
                    "found the value " + state.value + " at the start, expected a finite one");
        }
        Deque<Pair> memory = new ArrayDeque<>();
        listener.iteration(0, state.point, state.value, norm(state.gradient));
        for (int iteration = 0; ; iteration++) {
            boolean converged = norm(state.gradient) <= config.gradientTolerance() * Math.max(1, norm(state.point));
            if (converged || iteration == config.maxIterations()) {
                return new Minimum(state, iteration, converged);
            }
            boolean moved = step(state, memory, config.memory());
            if (!moved && !memory.isEmpty()) {
                // The model of the curvature was misleading: once more along the gradient.
                memory.clear();
                moved = step(state, memory, config.memory());
            }
            if (!moved) {
                return new Minimum(state, iteration, false);
            }
            listener.iteration(iteration + 1, state.point, state.value, norm(state.gradient));
        }
    }

    private static boolean step(State state, Deque<Pair> memory, int capacity) {
        double[] direction = direction(state.gradient, memory);
        double slope = dot(direction, state.gradient);
        if (!(slope < 0)) {
            return false;
        }
        double first = memory.isEmpty() ? Math.min(1, 1 / norm(state.gradient)) : 1;
        double[] before = state.point;
        double[] gradientBefore = state.gradient;
        if (!search(state, direction, slope, first)) {
            return false;
        }
        double[] step = difference(state.point, before);
        double[] change = difference(state.gradient, gradientBefore);
        double curvature = dot(step, change);
        if (curvature > Math.ulp(1.0) * norm(step) * norm(change)) {
            memory.addFirst(new Pair(step, change, curvature));
            if (memory.size() > capacity) {
                memory.removeLast();
            }
        }
        return true;
    }

    /** -H·g by the two-loop recursion; newest pair first. */
    private static double[] direction(double[] gradient, Deque<Pair> memory) {
        double[] q = gradient.clone();
        double[] weights = new double[memory.size()];
        int i = 0;
        for (Pair pair : memory) {
            weights[i] = dot(pair.step, q) / pair.curvature;
            add(q, pair.change, -weights[i++]);
        }
        if (!memory.isEmpty()) {
            Pair newest = memory.getFirst();
            scale(q, newest.curvature / dot(newest.change, newest.change));
        }
        for (Iterator<Pair> oldestFirst = memory.descendingIterator(); oldestFirst.hasNext(); ) {
            Pair pair = oldestFirst.next();
            add(q, pair.step, weights[--i] - dot(pair.change, q) / pair.curvature);
        }
        scale(q, -1);
        return q;
    }

    /** Shrinks a bracket of the strong Wolfe conditions by the secant of the slope; moves the state on success. */
    private static boolean search(State state, double[] direction, double slope, double first) {
        double noise = VALUE_NOISE * Math.max(1, Math.abs(state.value));
        double low = 0;
        double lowSlope = slope;
        double high = Double.POSITIVE_INFINITY;
        double highSlope = Double.NaN;
        double length = first;
        for (int i = 0; i < LINE_SEARCH_STEPS; i++) {
            double[] point = state.point.clone();
            add(point, direction, length);
            double[] gradient = new double[point.length];
            double value = state.at(point, gradient);
            double slopeThere = dot(direction, gradient);
            boolean tooHigh = !(value <= state.value + SUFFICIENT_DECREASE * length * slope + noise);
            if (!tooHigh && Math.abs(slopeThere) <= -CURVATURE * slope) {
                state.point = point;
                state.gradient = gradient;
                state.value = value;
                return true;
            }
            if (tooHigh || slopeThere > 0) {
                high = length;
                highSlope = tooHigh && !(slopeThere > 0) ? Double.NaN : slopeThere;
            } else {
                low = length;
                lowSlope = slopeThere;
            }
            length = next(low, lowSlope, high, highSlope);
        }
        return false;
    }

    private static double next(double low, double lowSlope, double high, double highSlope) {
        if (Double.isInfinite(high)) {
            return 3 * low;
        }
        double width = high - low;
        double zero = low + width * lowSlope / (lowSlope - highSlope);
        return Double.isNaN(zero) ? low + width / 2 : Math.min(high - 0.1 * width, Math.max(low + 0.1 * width, zero));
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static double norm(double[] a) {
        return Math.sqrt(dot(a, a));
    }

    private static void add(double[] to, double[] what, double factor) {
        for (int i = 0; i < to.length; i++) {
            to[i] += factor * what[i];
        }
    }

    private static void scale(double[] a, double factor) {
        for (int i = 0; i < a.length; i++) {
            a[i] *= factor;
        }
    }

    private static double[] difference(double[] a, double[] b) {
        double[] c = a.clone();
        add(c, b, -1);
        return c;
    }
}
