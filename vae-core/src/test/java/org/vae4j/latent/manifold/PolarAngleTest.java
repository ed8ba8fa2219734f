package org.vae4j.latent.manifold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.math3.special.Erf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolarAngleTest {

    private static final double[] NORMALS = {-7, -3, -1, -0.1, 0, 0.4, 2, 4, 7};

    /** On the sphere in three dimensions: 1 - cos θ = -log(1 - p (1 - e^-2κ)) / κ. */
    @ParameterizedTest
    @CsvSource({"0.01", "1", "10", "100", "1e4", "1e6"})
    void inThreeDimensionsTheAngleIsTheKnownOne(double kappa) {
        for (double normal : NORMALS) {
            double above = Erf.erfc(normal / Math.sqrt(2)) / 2;
            double below = Erf.erfc(-normal / Math.sqrt(2)) / 2;
            double versine = normal < 0
                    ? -Math.log1p(below * Math.expm1(-2 * kappa)) / kappa
                    : -Math.log(above + below * Math.exp(-2 * kappa)) / kappa;
            double known = 2 * Math.asin(Math.sqrt(versine / 2));
            double found = new PolarAngle(3, kappa).at(normal);
            assertThat(found).as("normal = " + normal).isCloseTo(known, within(1e-8 * known));
        }
    }

    /** Uniform on the circle: θ = π Φ. */
    @Test
    void withoutConcentrationTheAngleOnTheCircleIsUniform() {
        for (double normal : NORMALS) {
            assertThat(new PolarAngle(2, 0).at(normal))
                    .isCloseTo(Math.PI * Erf.erfc(-normal / Math.sqrt(2)) / 2, within(1e-13));
        }
    }

    /** Against central differences at the same noise, in all dimensions and concentrations. */
    @ParameterizedTest
    @CsvSource({"2", "3", "4", "10", "50", "100"})
    void theDerivativeIsThatOfTheAngle(int m) {
        for (double kappa : new double[] {1e-3, 0.5, 5, 45, 70, 1000, 5e4}) {
            for (double normal : NORMALS) {
                double h = 1e-4 * kappa;
                double slope =
                        (new PolarAngle(m, kappa + h).at(normal) - new PolarAngle(m, kappa - h).at(normal)) / (2 * h);
                PolarAngle angle = new PolarAngle(m, kappa);
                double theta = angle.at(normal);
                // The truncation is 1e-8 of the derivative, the rounding of θ over h the rest.
                assertThat(angle.derivative(theta))
                        .as("kappa = " + kappa + ", normal = " + normal)
                        .isCloseTo(slope, within(1e-6 * Math.abs(slope) + 1e-14 * theta / h + 1e-12 / kappa));
            }
        }
    }

    @Test
    void endsAndWhatIsNoNumberAreHandled() {
        assertThat(new PolarAngle(3, 2).derivative(0)).isZero();
        assertThat(new PolarAngle(3, 2).derivative(Math.PI)).isZero();
        assertThat(new PolarAngle(3, Double.NaN).at(0)).isNaN();
        assertThat(new PolarAngle(3, 2).at(Double.NaN)).isNaN();
        assertThat(new PolarAngle(3, 2).at(40)).isBetween(2.0, Math.PI);
    }
}
