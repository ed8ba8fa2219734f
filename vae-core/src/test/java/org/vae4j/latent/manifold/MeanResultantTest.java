package org.vae4j.latent.manifold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.special.Gamma;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vae4j.math.GaussLegendre;

class MeanResultantTest {

    private static final double[] KAPPAS = {1e-6, 1e-3, 0.1, 1, 7, 40, 49.9, 50.1, 300, 2300, 2500, 3e4, 1e6};

    /** The number of pieces into which the neighbourhood of the mode is divided. */
    private static final int PIECES = 20;

    /** Integrals over the angle θ of a distribution, by Gauss's rule on pieces around its mode. */
    private record AngleIntegrals(int m, double kappa) {

        double logDensity(double theta) {
            double half = Math.sin(theta / 2);
            return -2 * kappa * half * half + (m == 2 ? 0 : (m - 2) * Math.log(Math.sin(theta)));
        }

        /** ∫ g(θ) e^(κ(cos θ - 1)) sin^(m-2) θ dθ over [0, π]. */
        double integral(DoubleUnaryOperator g) {
            GaussLegendre rule = GaussLegendre.of(40);
            double root = (m - 2 + Math.sqrt((m - 2.0) * (m - 2) + 4 * kappa * kappa)) / 2;
            double mode = Math.acos(Math.min(1, kappa / Math.max(root, 1e-9)));
            double width = 12 / Math.sqrt(kappa * Math.cos(mode) + root);
            double from = Math.max(0, mode - width);
            double step = (Math.min(Math.PI, mode + width) - from) / PIECES;
            double sum = 0;
            for (int piece = 0; piece < PIECES; piece++) {
                sum += rule.integral(
                        from + step * piece,
                        from + step * (piece + 1),
                        t -> g.applyAsDouble(t) * Math.exp(logDensity(t)));
            }
            return sum;
        }
    }

    /** From κ = 1e-6 to 1e6 and up to a hundred dimensions. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 10, 21, 50, 100})
    void allNumbersMatchIntegralsOverTheAngle(int m) {
        for (double kappa : KAPPAS) {
            AngleIntegrals angles = new AngleIntegrals(m, kappa);
            MeanResultant found = MeanResultant.of(m, kappa);
            double total = angles.integral(t -> 1);
            double uniform = 0.5 * Math.log(Math.PI) + Gamma.logGamma((m - 1) / 2.0) - Gamma.logGamma(m / 2.0);
            double shortfall = angles.integral(t -> 2 * Math.sin(t / 2) * Math.sin(t / 2)) / total;
            double mean = angles.integral(Math::cos) / total;
            double variance = angles.integral(t -> {
                        double difference = shortfall - 2 * Math.sin(t / 2) * Math.sin(t / 2);
                        return difference * difference;
                    })
                    / total;
            String what = "m = " + m + ", kappa = " + kappa;
            assertThat(found.logExcess()).as(what).isCloseTo(Math.log(total) - uniform, within(1e-11));
            assertThat(found.shortfall() / shortfall).as(what).isCloseTo(1, within(1e-10));
            // At κ = 1e-6 the integral of cos θ is a difference of numbers near 1, and only as exact.
            assertThat(found.length()).as(what).isCloseTo(mean, within(1e-14 + 1e-11 * mean));
            assertThat(found.variance() / variance).as(what).isCloseTo(1, within(1e-9 + 1e-14 * kappa));
            double divergence = -kappa * shortfall - (Math.log(total) - uniform);
            assertThat(found.divergence()).as(what).isCloseTo(divergence, within(1e-10 + 1e-11 * divergence));
            assertThat(found.divergence()).as(what).isPositive();
        }
    }

    /** To the first order A = κ/m and KL = κ²/2m. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 100})
    void smallConcentrationsLoseNoDigits(int m) {
        MeanResultant found = MeanResultant.of(m, 1e-6);
        assertThat(found.length() / (1e-6 / m)).isCloseTo(1, within(1e-11));
        assertThat(found.divergence() / (1e-12 / (2 * m))).isCloseTo(1, within(1e-9));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 100})
    void zeroConcentrationIsTheUniformDistribution(int m) {
        assertThat(MeanResultant.of(m, 0)).isEqualTo(new MeanResultant(-0.0, 0, 1, 1.0 / m, 0));
    }

    @ParameterizedTest(name = "m = {0}, kappa = {1}")
    @CsvSource({"2, 50", "3, 50", "10, 50", "40, 361", "100, 2401"})
    void bothExpansionsAgreeWhereOneReplacesTheOther(int m, double kappa) {
        MeanResultant below = MeanResultant.of(m, Math.nextDown(kappa));
        MeanResultant above = MeanResultant.of(m, kappa);
        assertThat(below.logExcess()).isCloseTo(above.logExcess(), within(1e-11));
        assertThat(below.shortfall() / above.shortfall()).isCloseTo(1, within(1e-10));
        assertThat(below.variance() / above.variance()).isCloseTo(1, within(1e-8));
        assertThat(below.divergence()).isCloseTo(above.divergence(), within(1e-10));
    }

    @Test
    void ofPropagatesNaN() {
        assertThat(MeanResultant.of(3, Double.NaN).divergence()).isNaN();
    }
}
