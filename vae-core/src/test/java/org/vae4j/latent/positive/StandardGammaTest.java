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

    /**
     * The probability that a gamma variable lies below the draw is that of a normal variable below the noise. The
     * smaller tail is compared, to keep digits. Draws of small shapes that are no double number are compared as
     * logarithms: far down P(x) = x^a / Γ(a + 1).
     */
    @ParameterizedTest
    @ValueSource(doubles = {0.05, 0.3, 0.9, 1, 1.1, 3, 20, 300, 1e4})
    void aDrawHasTheQuantileOfItsNoise(double shape) {
        StandardGamma gamma = new StandardGamma(shape);
        for (double normal : NORMALS) {
            double logDraw = gamma.logDraw(normal);
            double x = Math.exp(logDraw);
            double expected = NORMAL.cumulativeProbability(-Math.abs(normal));
            double found;
            if (x < 1e-300) {
                assertThat(normal).as("only draws far down are so small").isNegative();
                found = Math.exp(shape * logDraw - Gamma.logGamma(shape + 1));
            } else {
                found = normal < 0 ? Gamma.regularizedGammaP(shape, x) : Gamma.regularizedGammaQ(shape, x);
            }
            assertThat(found).as("%s at %s", shape, normal).isCloseTo(expected, within(1e-10 * expected));
        }
    }

    /** Against central differences of the draws, whose steps of 1e-4 leave a relative error of 1e-8. */
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

    /** Against dx/da = -(∂P/∂a) / f, with Commons Math's P and the density f. */
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

    /** Below x = a + 1 a series is summed and above it an integral is computed: both agree there. */
    @ParameterizedTest
    @ValueSource(doubles = {0.3, 1, 7, 100, 1e4})
    void theDerivativeHasNoSeam(double shape) {
        StandardGamma gamma = new StandardGamma(shape);
        double below = gamma.shapeDerivative(Math.log(shape + 1) - 1e-12);
        assertThat(gamma.shapeDerivative(Math.log(shape + 1) + 1e-12)).isCloseTo(below, within(1e-10 * below + 1e-11));
    }

    /** A gamma variable of shape 1 is exponential: its draw is -log(1 - Φ). */
    @Test
    void theShapeOneIsTheExponentialDistribution() {
        for (double normal : NORMALS) {
            double upper = NORMAL.cumulativeProbability(-normal);
            double exact = normal < 0 ? -Math.log1p(-NORMAL.cumulativeProbability(normal)) : -Math.log(upper);
            assertThat(Math.exp(new StandardGamma(1).logDraw(normal))).isCloseTo(exact, within(1e-12 * exact));
        }
    }

    @Test
    void whatIsNoNumberHasNoDraw() {
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
}
