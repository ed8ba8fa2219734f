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

    private static final double[] NOISE = {-8, -3, -1, -0.2, 0, 0.1, 0.7, 2, 4, 8};
    private static final NormalDistribution NORMAL = new NormalDistribution(null, 0, 1);

    /**
     * The probability that a gamma variable lies below the draw is that of a normal variable below the noise. The
     * smaller tail is compared, to keep digits. Draws of small shapes that are no double number are compared as
     * logarithms: far down P(x) = x^a / Γ(a + 1).
     */
    @ParameterizedTest
    @ValueSource(doubles = {0.05, 0.3, 0.9, 1, 1.1, 3, 20, 300, 1e4})
    void logDrawHasTheQuantileOfItsNoise(double shape) {
        StandardGamma gamma = new StandardGamma(shape);
        for (double noise : NOISE) {
            double logDraw = gamma.logDraw(noise);
            double x = Math.exp(logDraw);
            double expected = NORMAL.cumulativeProbability(-Math.abs(noise));
            double tail;
            if (x < 1e-300) {
                assertThat(noise).as("only draws far down are so small").isNegative();
                tail = Math.exp(shape * logDraw - Gamma.logGamma(shape + 1));
            } else {
                tail = noise < 0 ? Gamma.regularizedGammaP(shape, x) : Gamma.regularizedGammaQ(shape, x);
            }
            assertThat(tail).as("noise = %s", noise).isCloseTo(expected, within(1e-10 * expected));
        }
    }

    /** Steps of 1e-4 leave a relative error of 1e-8. */
    @ParameterizedTest
    @ValueSource(doubles = {0.05, 0.3, 0.9, 1, 1.1, 3, 20, 300, 1e4})
    void shapeDerivativeMatchesFiniteDifferences(double shape) {
        StandardGamma gamma = new StandardGamma(shape);
        double h = 1e-4 * shape;
        StandardGamma above = new StandardGamma(shape + h);
        StandardGamma below = new StandardGamma(shape - h);
        for (double noise : NOISE) {
            double slope = (above.logDraw(noise) - below.logDraw(noise)) / (2 * h);
            assertThat(gamma.shapeDerivative(gamma.logDraw(noise)))
                    .as("noise = %s", noise)
                    .isCloseTo(slope, within(1e-6 * Math.abs(slope) + 1e-9));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.05, 0.3, 0.9, 1, 1.1, 3, 20, 300, 1e4})
    void noiseDerivativeMatchesFiniteDifferences(double shape) {
        StandardGamma gamma = new StandardGamma(shape);
        double h = 1e-4;
        for (double noise : NOISE) {
            double slope = (gamma.logDraw(noise + h) - gamma.logDraw(noise - h)) / (2 * h);
            assertThat(gamma.noiseDerivative(noise, gamma.logDraw(noise)))
                    .as("noise = %s", noise)
                    .isCloseTo(slope, within(1e-6 * slope));
        }
    }

    /** dy/da = -(∂P/∂a) / (x f(x)) with Commons Math's P, of which central differences are taken. */
    @ParameterizedTest
    @ValueSource(doubles = {0.3, 1, 2.5, 40})
    void shapeDerivativeMatchesThatOfCommonsMathsDistributionFunction(double shape) {
        StandardGamma gamma = new StandardGamma(shape);
        for (double noise : new double[] {-2, -0.5, 0.3, 1.5}) {
            double y = gamma.logDraw(noise);
            double x = Math.exp(y);
            double fall = (Gamma.regularizedGammaP(shape + 1e-5, x) - Gamma.regularizedGammaP(shape - 1e-5, x)) / 2e-5;
            double logDensity = shape * y - x - Gamma.logGamma(shape);
            double expected = -fall / Math.exp(logDensity);
            assertThat(gamma.shapeDerivative(y)).as("noise = %s", noise).isCloseTo(expected, within(1e-7 * expected));
        }
    }

    /** Up to x = a + 1 a series is summed, and beyond it an integral is computed. */
    @ParameterizedTest
    @ValueSource(doubles = {0.3, 1, 7, 100, 1e4})
    void shapeDerivativeIsContinuousWhereTheIntegralReplacesTheSeries(double shape) {
        StandardGamma gamma = new StandardGamma(shape);
        double below = gamma.shapeDerivative(Math.log(shape + 1) - 1e-12);
        assertThat(gamma.shapeDerivative(Math.log(shape + 1) + 1e-12)).isCloseTo(below, within(1e-10 * below + 1e-11));
    }

    /** A gamma variable of shape 1 is exponential: its draw is -log(1 - Φ). */
    @Test
    void logDrawOfShapeOneIsExponential() {
        for (double noise : NOISE) {
            double upper = NORMAL.cumulativeProbability(-noise);
            double exact = noise < 0 ? -Math.log1p(-NORMAL.cumulativeProbability(noise)) : -Math.log(upper);
            assertThat(Math.exp(new StandardGamma(1).logDraw(noise)))
                    .as("noise = %s", noise)
                    .isCloseTo(exact, within(1e-12 * exact));
        }
    }

    @Test
    void logDrawPropagatesNaN() {
        assertThat(new StandardGamma(1).logDraw(Double.NaN)).isNaN();
        assertThat(new StandardGamma(Double.NaN).logDraw(0)).isNaN();
    }

    /** Where a + n rounds to a, the series would never end; a network that diverges puts out such shapes. */
    @ParameterizedTest
    @ValueSource(doubles = {1.01e8, 1e20, 1e300, Double.POSITIVE_INFINITY})
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void logDrawOfATooLargeShapeIsNaN(double shape) {
        assertThat(new StandardGamma(shape).logDraw(-0.5)).isNaN();
        assertThat(new StandardGamma(shape).logDraw(0.5)).isNaN();
    }

    /** A gamma variable of a large shape is nearly normal: log x ≈ log a + ε / √a. */
    @Test
    void logDrawOfTheLargestShapeIsNearlyNormal() {
        assertThat(new StandardGamma(StandardGamma.LARGEST_SHAPE).logDraw(0.5))
                .isCloseTo(Math.log(1e8) + 0.5e-4, within(1e-6));
    }
}
