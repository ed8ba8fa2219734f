package org.vae4j.latent.manifold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.math3.special.Erf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolarAngleTest {

    private static final double[] NOISE = {-7, -3, -1, -0.1, 0, 0.4, 2, 4, 7};

    /** The distribution function of N(0, 1). */
    private static double phi(double normal) {
        return Erf.erfc(-normal / Math.sqrt(2)) / 2;
    }

    /** On the sphere in three dimensions 1 - cos θ = -log(1 - Φ (1 - e^-2κ)) / κ. */
    @ParameterizedTest
    @ValueSource(doubles = {0.01, 1, 10, 100, 1e4, 1e6})
    void drawInThreeDimensionsHasItsClosedForm(double kappa) {
        for (double noise : NOISE) {
            double versine = noise < 0
                    ? -Math.log1p(phi(noise) * Math.expm1(-2 * kappa)) / kappa
                    : -Math.log(phi(-noise) + phi(noise) * Math.exp(-2 * kappa)) / kappa;
            double expected = 2 * Math.asin(Math.sqrt(versine / 2));
            assertThat(new PolarAngle(3, kappa).draw(noise))
                    .as("noise = %s", noise)
                    .isCloseTo(expected, within(1e-8 * expected));
        }
    }

    /** The uniform distribution on the circle: θ = π Φ. */
    @Test
    void drawOnTheCircleIsUniformWithoutConcentration() {
        for (double noise : NOISE) {
            assertThat(new PolarAngle(2, 0).draw(noise))
                    .as("noise = %s", noise)
                    .isCloseTo(Math.PI * phi(noise), within(1e-13));
        }
    }

    /** Central differences at the same noise check the derivative in all dimensions and concentrations. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 10, 50, 100})
    void kappaDerivativeMatchesFiniteDifferences(int dimensions) {
        for (double kappa : new double[] {1e-3, 0.5, 5, 45, 70, 1000, 5e4}) {
            double h = 1e-4 * kappa;
            PolarAngle above = new PolarAngle(dimensions, kappa + h);
            PolarAngle below = new PolarAngle(dimensions, kappa - h);
            PolarAngle angle = new PolarAngle(dimensions, kappa);
            for (double noise : NOISE) {
                double slope = (above.draw(noise) - below.draw(noise)) / (2 * h);
                double theta = angle.draw(noise);
                // The truncation is 1e-8 of the derivative, the rounding of θ over h the rest.
                assertThat(angle.kappaDerivative(theta))
                        .as("kappa = %s, noise = %s", kappa, noise)
                        .isCloseTo(slope, within(1e-6 * Math.abs(slope) + 1e-14 * theta / h + 1e-12 / kappa));
            }
        }
    }

    @Test
    void kappaDerivativeIsZeroAtTheEnds() {
        assertThat(new PolarAngle(3, 2).kappaDerivative(0)).isZero();
        assertThat(new PolarAngle(3, 2).kappaDerivative(Math.PI)).isZero();
    }

    @Test
    void drawPropagatesNaN() {
        assertThat(new PolarAngle(3, Double.NaN).draw(0)).isNaN();
        assertThat(new PolarAngle(3, 2).draw(Double.NaN)).isNaN();
    }

    /** The upper tail of noise of 40 underflows. */
    @Test
    void drawStaysInRangeForExtremeNoise() {
        assertThat(new PolarAngle(3, 2).draw(40)).isBetween(2.0, Math.PI);
    }
}
