package org.vae4j.latent.positive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.special.Gamma;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StandardGammaTest {

    private static final double[] NORMALS = {-8, -3, -1, -0.2, 0, 0.1, 0.7, 2, 4, 8};
    private static final NormalDistribution NORMAL = new NormalDistribution(null, 0, 1);

    /** P of Commons Math at the draw is Φ, in the nearer tail. */
    @ParameterizedTest
    @ValueSource(doubles = {0.05, 0.3, 0.9, 1, 1.1, 3, 20, 300, 1e4})
    void aDrawHasTheQuantileOfItsNoise(double shape) {
        StandardGamma gamma = new StandardGamma(shape);
        for (double normal : NORMALS) {
            double x = Math.exp(gamma.logDraw(normal));
            double found = normal < 0 ? Gamma.regularizedGammaP(shape, x) : Gamma.regularizedGammaQ(shape, x);
            double expected = NORMAL.cumulativeProbability(-Math.abs(normal));
            if (x > 1e-300) {
                assertThat(found).as("%s at %s", shape, normal).isCloseTo(expected, within(1e-10 * expected));
            }
        }
    }

    /** Differences of the draws themselves, whose steps of 1e-4 (relative) leave 1e-8. */
    @ParameterizedTest
    @ValueSource(doubles = {0.05, 0.3, 0.9, 1, 1.1, 3, 20, 300, 1e4})
    void derivativesAreThoseOfTheDraw(double shape) {
        StandardGamma gamma = new StandardGamma(shape);
        double h = 1e-4 * shape;
        for (double normal : NORMALS) {
            double y = gamma.logDraw(normal);
            double toShape =
                    (new StandardGamma(shape + h).logDraw(normal) - new StandardGamma(shape - h).logDraw(normal))
                            / (2 * h);
            assertThat(gamma.shapeDerivative(y))
                    .as("%s at %s", shape, normal)
                    .isCloseTo(toShape, within(1e-6 * Math.abs(toShape) + 1e-9));
            double toNormal = (gamma.logDraw(normal + 1e-4) - gamma.logDraw(normal - 1e-4)) / 2e-4;
            assertThat(gamma.slope(normal, y)).isCloseTo(toNormal, within(1e-6 * toNormal));
        }
    }

    /** dx/da = -(∂P/∂a) / f of Commons Math's P. */
    @ParameterizedTest
    @ValueSource(doubles = {0.3, 1, 2.5, 40})
    void theDerivativeIsTheImplicitOneOfCommonsMath(double shape) {
        StandardGamma gamma = new StandardGamma(shape);
        for (double normal : new double[] {-2, -0.5, 0.3, 1.5}) {
            double y = gamma.logDraw(normal);
            double x = Math.exp(y);
            double fall = (Gamma.regularizedGammaP(shape + 1e-5, x) - Gamma.regularizedGammaP(shape - 1e-5, x)) / 2e-5;
            double logDensity = shape * y - x - Gamma.logGamma(shape);
            double expected = -fall / Math.exp(logDensity);
            assertThat(gamma.shapeDerivative(y)).isCloseTo(expected, within(1e-7 * expected));
        }
    }

    /** The two forms, series and integral, meet at x = a + 1. */
    @ParameterizedTest
    @ValueSource(doubles = {0.3, 1, 7, 100, 1e4})
    void theDerivativeHasNoSeam(double shape) {
        StandardGamma gamma = new StandardGamma(shape);
        double below = gamma.shapeDerivative(Math.log(shape + 1) - 1e-12);
        assertThat(gamma.shapeDerivative(Math.log(shape + 1) + 1e-12)).isCloseTo(below, within(1e-10 * below + 1e-11));
    }

    /** -log(1 - Φ) of the shape 1. */
    @Test
    void theShapeOneIsTheExponentialDistribution() {
        for (double normal : NORMALS) {
            double upper = NORMAL.cumulativeProbability(-normal);
            double exact = normal < 0 ? -Math.log1p(-NORMAL.cumulativeProbability(normal)) : -Math.log(upper);
            assertThat(Math.exp(new StandardGamma(1).logDraw(normal))).isCloseTo(exact, within(1e-12 * exact));
        }
        assertThat(new StandardGamma(1).logDraw(Double.NaN)).isNaN();
        assertThat(new StandardGamma(Double.NaN).logDraw(0)).isNaN();
    }

    /** Where a + n is a, the series would never end: a network that diverges puts out such shapes. */
    @Test
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aShapeThatIsOutOfBoundsHasNoDraw() {
        for (double shape : new double[] {1.01e8, 1e20, 1e300, Double.POSITIVE_INFINITY}) {
            assertThat(new StandardGamma(shape).logDraw(-0.5)).isNaN();
            assertThat(new StandardGamma(shape).logDraw(0.5)).isNaN();
        }
        assertThat(new StandardGamma(StandardGamma.LARGEST_SHAPE).logDraw(0.5))
                .isCloseTo(Math.log(1e8) + 0.5e-4, within(1e-6));
    }

    /** ψ(1) = -γ, ψ(1/2) = -γ - 2 log 2, ψ′(1) = π²/6, ψ′(1/2) = π²/2; else the recurrence and differences. */
    @Test
    void polygammasHaveTheirKnownValues() {
        assertThat(Polygamma.digamma(1)).isCloseTo(-0.5772156649015329, within(2e-15));
        assertThat(Polygamma.digamma(0.5)).isCloseTo(-0.5772156649015329 - 2 * Math.log(2), within(4e-15));
        assertThat(Polygamma.trigamma(1)).isCloseTo(Math.PI * Math.PI / 6, within(4e-15));
        assertThat(Polygamma.trigamma(0.5)).isCloseTo(Math.PI * Math.PI / 2, within(1e-14));
        for (double x : new double[] {0.2, 3.7, 11.5, 12, 30, 1e5}) {
            double slope = (Gamma.logGamma(x * 1.0001) - Gamma.logGamma(x * 0.9999)) / (2e-4 * x);
            assertThat(Polygamma.digamma(x)).isCloseTo(slope, within(1e-6 * (1 + Math.abs(slope))));
            assertThat(Polygamma.digamma(x + 1) - Polygamma.digamma(x)).isCloseTo(1 / x, within(1e-13));
            assertThat(Polygamma.trigamma(x) - Polygamma.trigamma(x + 1)).isCloseTo(1 / (x * x), within(1e-13));
        }
    }
}
