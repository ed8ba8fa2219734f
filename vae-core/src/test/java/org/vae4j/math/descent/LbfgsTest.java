package org.vae4j.math.descent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LbfgsTest {

    private static final Lbfgs.Config TIGHT = new Lbfgs.Config(10, 2000, 1e-11);

    private static DifferentiableFunction function(
            int size, java.util.function.ToDoubleBiFunction<double[], double[]> f) {
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
            java.util.Arrays.fill(g, 0);
            double sum = 0;
            for (int i = 0; i + 1 < size; i++) {
                double a = x[i + 1] - x[i] * x[i];
                double b = 1 - x[i];
                sum += 100 * a * a + b * b;
                g[i] += -400 * a * x[i] - 2 * b;
                g[i + 1] += 200 * a;
            }
            return sum;
        });
    }

    @Test
    void followsRosenbrocksValleyToItsEnd() {
        double[] start = {-1.2, 1, -1.2, 1, -1.2, 1};
        List<Double> values = new ArrayList<>();
        Lbfgs.Minimum minimum = Lbfgs.minimise(rosenbrock(6), start, TIGHT, (i, x, value, norm) -> values.add(value));
        assertThat(minimum.converged()).isTrue();
        assertThat(minimum.point()).containsOnly(new double[] {1}, within(1e-10));
        assertThat(values).hasSize(minimum.iterations() + 1);
        for (int i = 1; i < values.size(); i++) {
            // VALUE_NOISE allows for rounding.
            assertThat(values.get(i)).isLessThanOrEqualTo(values.get(i - 1) + 1e-12);
        }
        assertThat(start[0]).isEqualTo(-1.2);
    }

    /** Curvatures from 1 to 1e4; added to 1e6, which leaves the values no digit at the end but the slopes all. */
    @Test
    void reachesTheMinimumOfABadlyScaledBowlBeyondTheDigitsOfItsValue() {
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
        Lbfgs.Minimum minimum =
                Lbfgs.minimise(bowl, new double[n], new Lbfgs.Config(20, 5000, 1e-9), (i, x, v, norm) -> {});
        assertThat(minimum.converged()).isTrue();
        for (int i = 0; i < n; i++) {
            assertThat(minimum.point()[i]).isCloseTo(i, within(1e-7));
        }
    }

    @Test
    void takesAnExactStepWhereItLeadsDown() {
        Lbfgs.Config config = new Lbfgs.Config(1, 200, 1e-9);
        double[] start = {-1.2, 1, -1.2, 1, -1.2, 1};
        double[] minimum = {1, 1, 1, 1, 1, 1};
        Lbfgs.Minimum plain = Lbfgs.minimise(rosenbrock(6), start, config, (i, x, v, norm) -> {});
        assertThat(plain.iterations()).as("the test needs more than a round").isGreaterThan(50);
        Lbfgs.Minimum exact = Lbfgs.minimise(rosenbrock(6), x -> minimum, start, config, (i, x, v, norm) -> {});
        assertThat(exact.iterations()).isEqualTo(50);
        assertThat(exact.point()).containsExactly(minimum);
        Lbfgs.Minimum upwards = Lbfgs.minimise(rosenbrock(6), x -> start, start, config, (i, x, v, norm) -> {});
        assertThat(upwards.point()).as("a step upwards is not taken").containsExactly(plain.point());
    }

    @Test
    void saysWhenItDidNotConverge() {
        Lbfgs.Minimum minimum = Lbfgs.minimise(
                rosenbrock(2), new double[] {-1.2, 1}, new Lbfgs.Config(5, 3, 1e-9), (i, x, v, norm) -> {});
        assertThat(minimum.converged()).isFalse();
        assertThat(minimum.iterations()).isEqualTo(3);
        assertThat(minimum.evaluations()).isGreaterThan(3);
    }

    @Test
    void backsOffFromWhereTheFunctionIsNotFinite() {
        DifferentiableFunction barrier = function(1, (x, g) -> {
            g[0] = 1 - 1 / x[0];
            return x[0] - Math.log(x[0]);
        });
        Lbfgs.Minimum minimum = Lbfgs.minimise(barrier, new double[] {1e-3}, TIGHT, (i, x, v, norm) -> {});
        assertThat(minimum.point()[0]).isCloseTo(1, within(1e-9));
        assertThatThrownBy(() -> Lbfgs.minimise(barrier, new double[] {-1}, TIGHT, (i, x, v, norm) -> {}))
                .hasMessageContaining("expected a finite one");
        assertThatThrownBy(() -> Lbfgs.minimise(barrier, new double[2], TIGHT, (i, x, v, norm) -> {}))
                .hasMessageContaining("found a start of 2 variables, expected 1");
        assertThatThrownBy(() -> new Lbfgs.Config(5, 5, Double.NaN)).hasMessageContaining("above 0");
    }
}
