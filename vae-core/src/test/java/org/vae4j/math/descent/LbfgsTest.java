package org.vae4j.math.descent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleBiFunction;
import org.junit.jupiter.api.Test;

class LbfgsTest {

    private static final Lbfgs.Config TIGHT = new Lbfgs.Config(10, 2000, 1e-11);
    /** A memory of one pair, with which Rosenbrock's function takes more than 50 iterations. */
    private static final Lbfgs.Config SLOW = new Lbfgs.Config(1, 200, 1e-9);

    private static final Lbfgs.Listener IGNORE = (iteration, point, value, gradientNorm) -> {};
    private static final double[] ROSENBROCK_START = {-1.2, 1, -1.2, 1, -1.2, 1};

    private static DifferentiableFunction function(int size, ToDoubleBiFunction<double[], double[]> f) {
        return new DifferentiableFunction() {
            @Override
            public int size() {
                return size;
            }

            @Override
            public double evaluate(double[] point, double[] gradient) {
                return f.applyAsDouble(point, gradient);
            }
        };
    }

    /** Σ 100 (x_{i+1} - x_i²)² + (1 - x_i)²: a curved valley that ends at (1, ..., 1). */
    private static DifferentiableFunction rosenbrock(int size) {
        return function(size, (x, g) -> {
            Arrays.fill(g, 0);
            double sum = 0;
            for (int i = 0; i + 1 < size; i++) {
                double offValley = x[i + 1] - x[i] * x[i];
                double toMinimum = 1 - x[i];
                sum += 100 * offValley * offValley + toMinimum * toMinimum;
                g[i] += -400 * offValley * x[i] - 2 * toMinimum;
                g[i + 1] += 200 * offValley;
            }
            return sum;
        });
    }

    @Test
    void minimiseReachesTheMinimumOfRosenbrocksFunction() {
        Lbfgs.Minimum minimum = Lbfgs.minimise(rosenbrock(6), ROSENBROCK_START, TIGHT, IGNORE);
        assertThat(minimum.converged()).isTrue();
        assertThat(minimum.point()).containsOnly(new double[] {1}, within(1e-10));
    }

    @Test
    void listenerHearsTheStartAndEveryIteration() {
        List<Double> values = new ArrayList<>();
        Lbfgs.Minimum minimum =
                Lbfgs.minimise(rosenbrock(6), ROSENBROCK_START, TIGHT, (i, x, value, norm) -> values.add(value));
        assertThat(values).hasSize(minimum.iterations() + 1);
    }

    @Test
    void noIterationRaisesTheValueBeyondRounding() {
        List<Double> values = new ArrayList<>();
        Lbfgs.minimise(rosenbrock(6), ROSENBROCK_START, TIGHT, (i, x, value, norm) -> values.add(value));
        for (int i = 1; i < values.size(); i++) {
            assertThat(values.get(i)).as("iteration %d", i).isLessThanOrEqualTo(values.get(i - 1) + 1e-12);
        }
    }

    @Test
    void startIsNotChanged() {
        double[] start = ROSENBROCK_START.clone();
        Lbfgs.minimise(rosenbrock(6), start, TIGHT, IGNORE);
        assertThat(start).containsExactly(ROSENBROCK_START);
    }

    /** Curvatures from 1 to 1e4. The constant 1e6 hides differences of values near the minimum, but not the slopes. */
    @Test
    void minimiseConvergesWhereRoundingHidesDifferencesOfValues() {
        int n = 60;
        DifferentiableFunction bowl = function(n, (x, g) -> {
            double sum = 1e6;
            for (int i = 0; i < n; i++) {
                double curvature = Math.pow(10, 4.0 * i / (n - 1));
                sum += 0.5 * curvature * (x[i] - i) * (x[i] - i);
                g[i] = curvature * (x[i] - i);
            }
            return sum;
        });
        Lbfgs.Minimum minimum = Lbfgs.minimise(bowl, new double[n], new Lbfgs.Config(20, 5000, 1e-9), IGNORE);
        assertThat(minimum.converged()).isTrue();
        for (int i = 0; i < n; i++) {
            assertThat(minimum.point()[i]).as("variable %d", i).isCloseTo(i, within(1e-7));
        }
    }

    @Test
    void exactStepThatLowersTheValueIsTaken() {
        double[] minimum = {1, 1, 1, 1, 1, 1};
        Lbfgs.Minimum exact = Lbfgs.minimise(rosenbrock(6), x -> minimum, ROSENBROCK_START, SLOW, IGNORE);
        assertThat(exact.iterations()).as("the interval between exact steps").isEqualTo(50);
        assertThat(exact.point()).containsExactly(minimum);
    }

    @Test
    void exactStepThatRaisesTheValueIsNotTaken() {
        Lbfgs.Minimum plain = Lbfgs.minimise(rosenbrock(6), ROSENBROCK_START, SLOW, IGNORE);
        assertThat(plain.iterations()).as("an exact step is due").isGreaterThan(50);
        Lbfgs.Minimum upwards = Lbfgs.minimise(rosenbrock(6), x -> ROSENBROCK_START, ROSENBROCK_START, SLOW, IGNORE);
        assertThat(upwards.point()).containsExactly(plain.point());
    }

    @Test
    void minimumOfTooFewIterationsIsNotConverged() {
        Lbfgs.Minimum minimum =
                Lbfgs.minimise(rosenbrock(2), new double[] {-1.2, 1}, new Lbfgs.Config(5, 3, 1e-9), IGNORE);
        assertThat(minimum.converged()).isFalse();
        assertThat(minimum.iterations()).isEqualTo(3);
        assertThat(minimum.evaluations()).isGreaterThan(3);
    }

    /** x - log x, which has its minimum at 1 and is NaN for negative x. */
    private static final DifferentiableFunction BARRIER = function(1, (x, g) -> {
        g[0] = 1 - 1 / x[0];
        return x[0] - Math.log(x[0]);
    });

    @Test
    void lineSearchBacksOffWhereTheFunctionIsNotFinite() {
        Lbfgs.Minimum minimum = Lbfgs.minimise(BARRIER, new double[] {1e-3}, TIGHT, IGNORE);
        assertThat(minimum.point()[0]).isCloseTo(1, within(1e-9));
    }

    @Test
    void startWithoutAFiniteValueIsRefused() {
        assertThatThrownBy(() -> Lbfgs.minimise(BARRIER, new double[] {-1}, TIGHT, IGNORE))
                .hasMessageContaining("expected a finite one");
    }

    @Test
    void startOfAnotherLengthIsRefused() {
        assertThatThrownBy(() -> Lbfgs.minimise(BARRIER, new double[2], TIGHT, IGNORE))
                .hasMessageContaining("found a start of 2 variables, expected 1");
    }

    @Test
    void toleranceOfNaNIsRefused() {
        assertThatThrownBy(() -> new Lbfgs.Config(5, 5, Double.NaN)).hasMessageContaining("above 0");
    }
}
