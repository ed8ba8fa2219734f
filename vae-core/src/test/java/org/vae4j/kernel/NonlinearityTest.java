package org.vae4j.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NonlinearityTest {

    private static final double[] POINTS = {-30, -3.1, -0.9, -0.2, -1e-3, 1e-3, 0.2, 0.9, 2.7, 30};

    @ParameterizedTest
    @EnumSource
    void valueMatchesTheFormula(Nonlinearity f) {
        for (double x : POINTS) {
            double expected = KernelsContract.value(f, x);
            assertThat(f.value(x)).as("x = %s", x).isCloseTo(expected, within(1e-15 * Math.max(1, Math.abs(x))));
        }
    }

    /** Central differences, h = 1e-5: the truncation is of order h² = 1e-10, the rounding 1e-16 · |f| / h. */
    @ParameterizedTest
    @EnumSource
    void derivativeMatchesFiniteDifferences(Nonlinearity f) {
        double h = 1e-5;
        for (double x : POINTS) {
            double slope = (f.value(x + h) - f.value(x - h)) / (2 * h);
            double kept = f.needsInput() ? x : f.value(x);
            assertThat(f.derivative(kept)).as("x = %s", x).isCloseTo(slope, within(1e-8));
        }
    }

    /** The slopes at both sides of the points where formulas change, h = 1e-6 apart. */
    @ParameterizedTest
    @EnumSource
    void smoothnessIsThatOfTheSlope(Nonlinearity f) {
        boolean jumps = false;
        for (double x : new double[] {-1, 0, 1}) {
            double h = 1e-6;
            double left = (f.value(x - h) - f.value(x - 2 * h)) / h;
            double right = (f.value(x + 2 * h) - f.value(x + h)) / h;
            jumps |= Math.abs(right - left) > 1e-4;
        }
        assertThat(f.isSmooth()).isEqualTo(!jumps);
    }
}
