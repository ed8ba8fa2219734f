package org.vae4j.latent.positive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.math3.special.Gamma;
import org.junit.jupiter.api.Test;

class PolygammaTest {

    /**
     * Known are ψ(1) = -γ, ψ(1/2) = -γ - 2 log 2, ψ′(1) = π²/6 and ψ′(1/2) = π²/2; the rest follows from recurrences.
     */
    @Test
    void theyHaveTheirKnownValues() {
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
