package org.vae4j.latent.manifold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PoincareBallTest {

    /** JUnit creates it anew for each test, so that a test's numbers do not depend on the tests before it. */
    private final Random random = new Random(3);

    private double[] randomVector(double scale) {
        return new double[] {scale * random.nextGaussian(), scale * random.nextGaussian(), scale * random.nextGaussian()
        };
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-9, 0.3, 1, 4})
    void toTangentInvertsFromTangent(double curvature) {
        PoincareBall ball = new PoincareBall(curvature);
        for (double scale : new double[] {1e-8, 0.005, 0.5, 3}) {
            double[] v = randomVector(scale / Math.max(1, Math.sqrt(curvature)));
            assertThat(ball.toTangent(ball.fromTangent(v)))
                    .as("scale = %s", scale)
                    .containsExactly(v, within(1e-11 * scale));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-9, 0.3, 1, 4})
    void fromTangentEndsAtTheDistanceOfItsLength(double curvature) {
        PoincareBall ball = new PoincareBall(curvature);
        for (double scale : new double[] {1e-8, 0.005, 0.5, 3}) {
            double[] v = randomVector(scale / Math.max(1, Math.sqrt(curvature)));
            assertThat(ball.distance(new double[3], ball.fromTangent(v)))
                    .as("scale = %s", scale)
                    .isCloseTo(UnitSphere.length(v), within(1e-11 * scale));
        }
    }

    /** d = 1/√c arcosh(1 + 2c ‖a - b‖² / ((1 - c ‖a‖²) (1 - c ‖b‖²))), a formula without Möbius addition. */
    @ParameterizedTest
    @ValueSource(doubles = {0.3, 1, 4})
    void distanceMatchesItsClosedForm(double curvature) {
        PoincareBall ball = new PoincareBall(curvature);
        double[] a = ball.fromTangent(randomVector(0.8));
        double[] b = ball.fromTangent(randomVector(0.8));
        double gap = 0;
        for (int j = 0; j < 3; j++) {
            gap += (a[j] - b[j]) * (a[j] - b[j]);
        }
        double inner = 1
                + 2
                        * curvature
                        * gap
                        / ((1 - curvature * PoincareBall.dot(a, a)) * (1 - curvature * PoincareBall.dot(b, b)));
        double known = Math.log(inner + Math.sqrt(inner * inner - 1)) / Math.sqrt(curvature);
        assertThat(ball.distance(a, b)).isCloseTo(known, within(1e-12));
        assertThat(ball.distance(b, a)).isCloseTo(known, within(1e-12));
        assertThat(ball.distance(a, a)).isCloseTo(0, within(1e-12));
    }

    /** Addition from the left is an isometry. */
    @Test
    void plusFromTheLeftKeepsDistances() {
        PoincareBall ball = new PoincareBall(0.7);
        double[] a = ball.fromTangent(randomVector(0.6));
        double[] b = ball.fromTangent(randomVector(0.6));
        double[] c = ball.fromTangent(randomVector(0.6));
        assertThat(ball.distance(ball.plus(c, a), ball.plus(c, b))).isCloseTo(ball.distance(a, b), within(1e-12));
    }

    @Test
    void plusTheNegativeFromTheLeftUndoesPlus() {
        PoincareBall ball = new PoincareBall(0.7);
        double[] a = ball.fromTangent(randomVector(0.6));
        double[] b = ball.fromTangent(randomVector(0.6));
        assertThat(ball.plus(PoincareBall.negative(a), ball.plus(a, b))).containsExactly(b, within(1e-13));
    }

    /** The scales lie below and above the limit of the power series, 0.02. */
    @ParameterizedTest
    @ValueSource(doubles = {0.004, 0.01, 0.05, 0.6})
    void gradientsOfTheMapsMatchFiniteDifferences(double scale) {
        PoincareBall ball = new PoincareBall(0.7);
        double[] tangent = randomVector(scale);
        double[] point = ball.fromTangent(tangent);
        double[] g = randomVector(1);
        assertGradient(ball::fromTangent, tangent, g, ball.fromTangentGradient(tangent, g));
        assertGradient(ball::toTangent, point, g, ball.toTangentGradient(point, g));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.004, 0.01, 0.05, 0.6})
    void plusGradientMatchesFiniteDifferences(double scale) {
        PoincareBall ball = new PoincareBall(0.7);
        double[] a = ball.fromTangent(randomVector(scale));
        double[] b = ball.fromTangent(randomVector(0.5));
        double[] g = randomVector(1);
        double[] toA = new double[3];
        double[] toB = new double[3];
        ball.plusGradient(a, b, g, toA, toB);
        assertGradient(x -> ball.plus(x, b), a, g, toA);
        assertGradient(x -> ball.plus(a, x), b, g, toB);
    }

    @Test
    void projectGradientMatchesFiniteDifferences() {
        PoincareBall ball = new PoincareBall(0.7);
        double[] outside = {1.2, 0.4, -2};
        double[] g = randomVector(1);
        assertGradient(
                z -> {
                    double[] copy = z.clone();
                    ball.project(copy);
                    return copy;
                },
                outside,
                g,
                ball.projectGradient(outside, g));
    }

    @Test
    void projectGradientIsTheIdentityInside() {
        double[] g = randomVector(1);
        assertThat(new PoincareBall(0.7).projectGradient(new double[] {0.1, 0, 0}, g))
                .isEqualTo(g);
    }

    /** Central differences with h = 1e-6 of values near 1: truncation 1e-12, rounding 1e-16 / 1e-6. */
    private static void assertGradient(UnaryOperator<double[]> map, double[] at, double[] g, double[] found) {
        for (int j = 0; j < at.length; j++) {
            double[] above = at.clone();
            double[] below = at.clone();
            above[j] += 1e-6;
            below[j] -= 1e-6;
            double slope = (PoincareBall.dot(map.apply(above), g) - PoincareBall.dot(map.apply(below), g)) / 2e-6;
            assertThat(found[j]).as("coordinate %d", j).isCloseTo(slope, within(2e-9));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-5, 0.01, 0.023, 0.025, 0.3, 2, 30})
    void logThinningMatchesItsFormula(double r) {
        double x = Math.sqrt(0.7) * r;
        assertThat(new PoincareBall(0.7).logThinning(r))
                .isCloseTo(Math.log(x / Math.sinh(x)), within(1e-15 + 1e-12 * x));
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-5, 0.01, 0.023, 0.025, 0.3, 2, 30})
    void logThinningSlopeMatchesFiniteDifferences(double r) {
        PoincareBall ball = new PoincareBall(0.7);
        double h = 1e-4 * r;
        double slope = (ball.logThinning(r + h) - ball.logThinning(r - h)) / (2 * h);
        assertThat(ball.logThinningSlopeOverRadius(r) * r).isCloseTo(slope, within(1e-7));
    }
}
