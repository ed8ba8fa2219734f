package org.vae4j.latent.manifold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.math3.special.Gamma;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vae4j.math.GaussLegendre;

class MeanResultantTest {

    private static final double[] KAPPAS = {1e-6, 1e-3, 0.1, 1, 7, 40, 49.9, 50.1, 300, 2300, 2500, 3e4, 1e6};

    /** Around the mode in 20 pieces of Gauss's rule: E of a function of the height w, over f(θ) or over w alone. */
    private record Heights(int m, double kappa) {

        double logDensity(double theta) {
            double half = Math.sin(theta / 2);
            return -2 * kappa * half * half + (m == 2 ? 0 : (m - 2) * Math.log(Math.sin(theta)));
        }

        /** ∫ g(θ) e^(κ(cos θ - 1)) sin^(m-2) θ dθ over [0, π]. */
        double integral(java.util.function.DoubleUnaryOperator g) {
            GaussLegendre rule = GaussLegendre.of(40);
            double root = (m - 2 + Math.sqrt((m - 2.0) * (m - 2) + 4 * kappa * kappa)) / 2;
            double mode = Math.acos(Math.min(1, kappa / Math.max(root, 1e-9)));
            double width = 12 / Math.sqrt(kappa * Math.cos(mode) + root);
            double from = Math.max(0, mode - width);
            double step = (Math.min(Math.PI, mode + width) - from) / 20;
            double sum = 0;
            for (int piece = 0; piece < 20; piece++) {
                sum += rule.integral(
                        from + step * piece,
                        from + step * (piece + 1),
                        t -> g.applyAsDouble(t) * Math.exp(logDensity(t)));
            }
            return sum;
        }
    }

    /** Everything against integrals over the height, from κ = 1e-6 to 1e6 and to a hundred dimensions. */
    @ParameterizedTest
    @CsvSource({"2", "3", "4", "5", "10", "21", "50", "100"})
    void everyNumberIsThatOfTheIntegrals(int m) {
        for (double kappa : KAPPAS) {
            Heights heights = new Heights(m, kappa);
            MeanResultant found = MeanResultant.of(m, kappa);
            double total = heights.integral(t -> 1);
            double uniform = 0.5 * Math.log(Math.PI) + Gamma.logGamma((m - 1) / 2.0) - Gamma.logGamma(m / 2.0);
            double shortfall = heights.integral(t -> 2 * Math.sin(t / 2) * Math.sin(t / 2)) / total;
            double mean = heights.integral(Math::cos) / total;
            double variance = heights.integral(t -> {
                        double difference = shortfall - 2 * Math.sin(t / 2) * Math.sin(t / 2);
                        return difference * difference;
                    })
                    / total;
            String what = "m = " + m + ", kappa = " + kappa;
            assertThat(found.logExcess()).as(what).isCloseTo(Math.log(total) - uniform, within(1e-11));
            assertThat(found.shortfall() / shortfall).as(what).isCloseTo(1, within(1e-10));
            // At κ = 1e-6 the integral of the height is what rounding leaves of numbers near 1.
            assertThat(found.length()).as(what).isCloseTo(mean, within(1e-14 + 1e-11 * mean));
            assertThat(found.variance() / variance).as(what).isCloseTo(1, within(1e-9 + 1e-14 * kappa));
            double divergence = -kappa * shortfall - (Math.log(total) - uniform);
            assertThat(found.divergence()).as(what).isCloseTo(divergence, within(1e-10 + 1e-11 * divergence));
            assertThat(found.divergence()).as(what).isPositive();
        }
    }

    /** A = κ/m and KL = κ²/2m to the first order, with all digits. */
    @Test
    void smallConcentrationsKeepTheirDigits() {
        for (int m : new int[] {2, 3, 100}) {
            MeanResultant found = MeanResultant.of(m, 1e-6);
            assertThat(found.length() / (1e-6 / m)).isCloseTo(1, within(1e-11));
            assertThat(found.divergence() / (1e-12 / (2 * m))).isCloseTo(1, within(1e-9));
            assertThat(MeanResultant.of(m, 0)).isEqualTo(new MeanResultant(-0.0, 0, 1, 1.0 / m, 0));
        }
    }

    /** The two expansions agree where one hands over to the other. */
    @ParameterizedTest
    @CsvSource({"2, 50", "3, 50", "10, 50", "40, 361", "100, 2401"})
    void theExpansionsMeet(int m, double kappa) {
        MeanResultant below = MeanResultant.of(m, Math.nextDown(kappa));
        MeanResultant above = MeanResultant.of(m, kappa);
        assertThat(below.logExcess()).isCloseTo(above.logExcess(), within(1e-11));
        assertThat(below.shortfall() / above.shortfall()).isCloseTo(1, within(1e-10));
        assertThat(below.variance() / above.variance()).isCloseTo(1, within(1e-8));
        assertThat(below.divergence()).isCloseTo(above.divergence(), within(1e-10));
    }

    @Test
    void notANumberStaysOne() {
        assertThat(MeanResultant.of(3, Double.NaN).divergence()).isNaN();
    }
}
