package org.vae4j.latent.positive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.math3.special.Gamma;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolygammaTest {

    private static final double EULER_GAMMA = 0.5772156649015329;

    /** ψ(1) = -γ and ψ(1/2) = -γ - 2 log 2. */
    @Test
    void digammaHasItsKnownValues() {
        assertThat(Polygamma.digamma(1)).isCloseTo(-EULER_GAMMA, within(2e-15));
        assertThat(Polygamma.digamma(0.5)).isCloseTo(-EULER_GAMMA - 2 * Math.log(2), within(4e-15));
    }

    /** ψ′(1) = π²/6 and ψ′(1/2) = π²/2. */
    @Test
    void trigammaHasItsKnownValues() {
        assertThat(Polygamma.trigamma(1)).isCloseTo(Math.PI * Math.PI / 6, within(4e-15));
        assertThat(Polygamma.trigamma(0.5)).isCloseTo(Math.PI * Math.PI / 2, within(1e-14));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.2, 3.7, 11.5, 12, 30, 1e5})
    void digammaIsTheDerivativeOfLogGamma(double x) {
        double slope = (Gamma.logGamma(x * 1.0001) - Gamma.logGamma(x * 0.9999)) / (2e-4 * x);
        assertThat(Polygamma.digamma(x)).isCloseTo(slope, within(1e-6 * (1 + Math.abs(slope))));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.2, 3.7, 11.5, 12, 30, 1e5})
    void bothObeyTheirRecurrences(double x) {
        assertThat(Polygamma.digamma(x + 1) - Polygamma.digamma(x)).isCloseTo(1 / x, within(1e-13));
        assertThat(Polygamma.trigamma(x) - Polygamma.trigamma(x + 1)).isCloseTo(1 / (x * x), within(1e-13));
    }
}
