package org.vae4j.latent.manifold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PoincareBallTest {

    /** Of each test, so that its numbers do not depend on the tests before it. */
    private final Random random = new Random(3);

    private double[] some(double scale) {
        return new double[] {scale * random.nextGaussian(), scale * random.nextGaussian(), scale * random.nextGaussian()
        };
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-9, 0.3, 1, 4})
    void theMapsUndoEachOther(double curvature) {
        PoincareBall ball = new PoincareBall(curvature);
        for (double scale : new double[] {1e-8, 0.005, 0.5, 3}) {
            double[] v = some(scale / Math.max(1, Math.sqrt(curvature)));
            double[] back = ball.toTangent(ball.fromTangent(v));
            assertThat(back).containsExactly(v, within(1e-11 * scale));
            assertThat(ball.distance(new double[3], ball.fromTangent(v)))
                    .isCloseTo(UnitSphere.length(v), within(1e-11 * scale));
        }
    }

    /** d = 1/√c arcosh(1 + 2c ‖a - b‖² / ((1 - c ‖a‖²) (1 - c ‖b‖²))), which knows no Möbius addition. */
    @ParameterizedTest
    @ValueSource(doubles = {0.3, 1, 4})
    void theDistanceIsTheKnownOne(double curvature) {
        PoincareBall ball = new PoincareBall(curvature);
        double[] a = ball.fromTangent(some(0.8));
        double[] b = ball.fromTangent(some(0.8));
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

    /** Moving both by the same isometry changes no distance. */
    @Test
    void additionFromTheLeftKeepsDistances() {
        PoincareBall ball = new PoincareBall(0.7);
        double[] a = ball.fromTangent(some(0.6));
        double[] b = ball.fromTangent(some(0.6));
        double[] c = ball.fromTangent(some(0.6));
        assertThat(ball.distance(ball.plus(c, a), ball.plus(c, b))).isCloseTo(ball.distance(a, b), within(1e-12));
        assertThat(ball.plus(PoincareBall.negative(a), ball.plus(a, b))).containsExactly(b, within(1e-13));
    }

    /** Every backward pass against central differences with h = 1e-6, below and above where the series hand over. */
    @Test
    void everyMapHasItsGradient() {
        PoincareBall ball = new PoincareBall(0.7);
        for (double scale : new double[] {0.004, 0.01, 0.05, 0.6}) {
            double[] tangent = some(scale);
            double[] at = ball.fromTangent(tangent);
            double[] point = ball.fromTangent(some(0.5));
            double[] g = some(1);
            assertGradient(ball::fromTangent, tangent, g, ball.fromTangentGradient(tangent, g));
            assertGradient(ball::toTangent, at, g, ball.toTangentGradient(at, g));
            double[] toA = new double[3];
            double[] toB = new double[3];
            ball.plusGradient(at, point, g, toA, toB);
            assertGradient(a -> ball.plus(a, point), at, g, toA);
            assertGradient(b -> ball.plus(at, b), point, g, toB);
        }
        double[] outside = {1.2, 0.4, -2};
        double[] g = some(1);
        assertGradient(
                z -> {
                    double[] copy = z.clone();
                    ball.project(copy);
                    return copy;
                },
                outside,
                g,
                ball.projectGradient(outside, g));
        assertThat(ball.projectGradient(new double[] {0.1, 0, 0}, g)).isEqualTo(g);
    }

    private static void assertGradient(UnaryOperator<double[]> map, double[] at, double[] g, double[] found) {
        for (int j = 0; j < at.length; j++) {
            double[] above = at.clone();
            double[] below = at.clone();
            above[j] += 1e-6;
            below[j] -= 1e-6;
            double slope = (PoincareBall.dot(map.apply(above), g) - PoincareBall.dot(map.apply(below), g)) / 2e-6;
            assertThat(found[j]).isCloseTo(slope, within(2e-9));
        }
    }

    @Test
    void theThinningIsLogXOverSinhXWithItsSlope() {
        PoincareBall ball = new PoincareBall(0.7);
        for (double r : new double[] {1e-5, 0.01, 0.023, 0.025, 0.3, 2, 30}) {
            double x = Math.sqrt(0.7) * r;
            assertThat(ball.logThinning(r)).isCloseTo(Math.log(x / Math.sinh(x)), within(1e-15 + 1e-12 * x));
            double h = 1e-4 * r;
            double slope = (ball.logThinning(r + h) - ball.logThinning(r - h)) / (2 * h);
            assertThat(ball.logThinningSlopeOverRadius(r) * r).isCloseTo(slope, within(1e-7));
        }
    }
}
