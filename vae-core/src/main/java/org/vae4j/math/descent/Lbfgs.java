package org.vae4j.math.descent;

/**
 * Minimisation of a smooth function by the limited-memory BFGS method with a strong Wolfe line search (Liu and Nocedal
 * 1989; Nocedal and Wright 2006, algorithms 7.4 and 7.5).
 *
 * <p>The method is deterministic, and on a full batch it converges to rounding, where stochastic gradients only come
 * near the minimum. There rounding hides differences of values, and the line search decides by the slope (Hager and
 * Zhang 2005).
 */
public final class Lbfgs {

    /**
     * The settings of a minimisation.
     *
     * @param memory the number of pairs of steps and gradient changes kept, at least 1; 10 to 30 is usual
     * @param maxIterations the largest number of iterations, at least 1
     * @param gradientTolerance the tolerance, above 0; ‖gradient‖ ≤ tolerance · max(1, ‖point‖) counts as converged
     */
    public record Config(int memory, int maxIterations, double gradientTolerance) {

        public Config {
            if (memory < 1 || maxIterations < 1 || !(gradientTolerance > 0)) {
                throw new IllegalArgumentException("found memory = " + memory + ", maxIterations = " + maxIterations
                        + ", gradientTolerance = " + gradientTolerance + ", expected 1 or more, 1 or more, above 0");
            }
        }
    }

    /** Receives the progress of a minimisation. */
    @FunctionalInterface
    public interface Listener {

        /**
         * Called once for the start and after every iteration.
         *
         * @param iteration the number of the iteration, 0 for the start
         * @param point the variables, not a copy: valid during the call, not to be changed
         * @param value the function's value
         * @param gradientNorm ‖gradient‖
         */
        void iteration(int iteration, double[] point, double value, double gradientNorm);
    }

    /** The result of a minimisation, converged or not. */
    public static final class Minimum {

        private final double[] point;
        private final double value;
        private final double gradientNorm;
        private final int iterations;
        private final int evaluations;
        private final boolean converged;

        private Minimum(Descent descent, int iterations, boolean converged) {
            this.point = descent.point();
            this.value = descent.value();
            this.gradientNorm = Vectors.norm(descent.gradient());
            this.iterations = iterations;
            this.evaluations = descent.evaluations();
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

        /** {@return the number of steps taken} */
        public int iterations() {
            return iterations;
        }

        /** {@return the number of evaluations of value and gradient} */
        public int evaluations() {
            return evaluations;
        }

        /** {@return whether the gradient satisfies the tolerance} */
        public boolean converged() {
            return converged;
        }
    }

    /** The number of iterations between two exact steps, each of which clears the memory of the curvature. */
    private static final int EXACT_STEP_INTERVAL = 50;

    private Lbfgs() {}

    /**
     * Minimises a function.
     *
     * @param function smooth, bounded below
     * @param start the first point; not changed
     * @param config the settings
     * @param listener receives the progress
     * @return the last point, converged or not
     * @throws IllegalArgumentException if the function is not finite at the start
     */
    public static Minimum minimise(DifferentiableFunction function, double[] start, Config config, Listener listener) {
        return minimise(function, point -> point, start, config, listener);
    }

    /**
     * Minimises a function. After every fiftieth iteration it takes an exact step, if that makes the function smaller.
     *
     * @param function smooth, bounded below
     * @param exact the exact step
     * @param start the first point; not changed
     * @param config the settings
     * @param listener receives the progress
     * @return the last point, converged or not
     * @throws IllegalArgumentException if the function is not finite at the start
     */
    public static Minimum minimise(
            DifferentiableFunction function, ExactStep exact, double[] start, Config config, Listener listener) {
        if (start.length != function.size()) {
            throw new IllegalArgumentException(
                    "found a start of " + start.length + " variables, expected " + function.size());
        }
        Descent descent = new Descent(function, start);
        if (!Double.isFinite(descent.value()) || !Double.isFinite(Vectors.norm(descent.gradient()))) {
            throw new IllegalArgumentException(
                    "found the value " + descent.value() + " at the start, expected a finite one");
        }
        CurvatureMemory memory = new CurvatureMemory(config.memory());
        listener.iteration(0, descent.point(), descent.value(), Vectors.norm(descent.gradient()));
        for (int iteration = 0; ; iteration++) {
            boolean converged = Vectors.norm(descent.gradient())
                    <= config.gradientTolerance() * Math.max(1, Vectors.norm(descent.point()));
            if (converged || iteration == config.maxIterations()) {
                return new Minimum(descent, iteration, converged);
            }
            if (iteration % EXACT_STEP_INTERVAL == 0
                    && iteration > 0
                    && descent.moveIfLower(exact.from(descent.point()))) {
                memory.clear();
            }
            boolean moved = step(descent, memory);
            if (!moved && !memory.isEmpty()) {
                // The approximated curvature was misleading: a second try follows the gradient alone.
                memory.clear();
                moved = step(descent, memory);
            }
            if (!moved) {
                return new Minimum(descent, iteration, false);
            }
            listener.iteration(iteration + 1, descent.point(), descent.value(), Vectors.norm(descent.gradient()));
        }
    }

    /** Takes a step of the line search, and returns whether it moved. */
    private static boolean step(Descent descent, CurvatureMemory memory) {
        double[] direction = memory.direction(descent.gradient());
        double slope = Vectors.dot(direction, descent.gradient());
        if (!(slope < 0)) {
            return false;
        }
        double firstLength = memory.isEmpty() ? Math.min(1, 1 / Vectors.norm(descent.gradient())) : 1;
        double[] pointBefore = descent.point();
        double[] gradientBefore = descent.gradient();
        if (!descent.moveAlong(direction, slope, firstLength)) {
            return false;
        }
        double[] step = Vectors.difference(descent.point(), pointBefore);
        double[] change = Vectors.difference(descent.gradient(), gradientBefore);
        memory.remember(step, change);
        return true;
    }
}
