package org.vae4j.math.descent;

/**
 * Minimisation of a smooth function by the limited-memory BFGS method with a strong Wolfe line search (Liu and Nocedal
 * 1989; Nocedal and Wright 2006, algorithms 7.4 and 7.5).
 *
 * <p>Full-batch and deterministic: what converges to rounding where stochastic gradients only approach. Near the
 * minimum, where differences of values drown in rounding, the line search goes by the slope alone (Hager and Zhang
 * 2005).
 */
public final class Lbfgs {

    /**
     * When to stop, and how much to remember.
     *
     * @param memory pairs of steps and gradient changes kept, at least 1; 10 to 30 is usual
     * @param maxIterations at least 1
     * @param gradientTolerance it has converged when ‖gradient‖ ≤ tolerance · max(1, ‖point‖); above 0
     */
    public record Config(int memory, int maxIterations, double gradientTolerance) {

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

    /** Iterations between two exact steps: each of them forgets the curvature that was learned. */
    private static final int ROUND = 50;

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
        return minimise(function, point -> point, start, config, listener);
    }

    /**
     * Minimises a function, and after every fiftieth iteration takes the function's own exact step where it leads down.
     *
     * @param function smooth, bounded below
     * @param exact what it can minimise exactly
     * @param start where to begin
     * @param config when to stop
     * @param listener hears of every iteration
     * @return where it ended, converged or not
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
            if (iteration % ROUND == 0 && iteration > 0 && descent.moveDownTo(exact.from(descent.point()))) {
                memory.clear();
            }
            boolean moved = step(descent, memory);
            if (!moved && !memory.isEmpty()) {
                // The model of the curvature was misleading: once more along the gradient.
                memory.clear();
                moved = step(descent, memory);
            }
            if (!moved) {
                return new Minimum(descent, iteration, false);
            }
            listener.iteration(iteration + 1, descent.point(), descent.value(), Vectors.norm(descent.gradient()));
        }
    }

    private static boolean step(Descent descent, CurvatureMemory memory) {
        double[] direction = memory.direction(descent.gradient());
        double slope = Vectors.dot(direction, descent.gradient());
        if (!(slope < 0)) {
            return false;
        }
        double first = memory.isEmpty() ? Math.min(1, 1 / Vectors.norm(descent.gradient())) : 1;
        double[] before = descent.point();
        double[] gradientBefore = descent.gradient();
        if (!descent.moveAlong(direction, slope, first)) {
            return false;
        }
        double[] step = Vectors.difference(descent.point(), before);
        double[] change = Vectors.difference(descent.gradient(), gradientBefore);
        memory.remember(step, change);
        return true;
    }
}
