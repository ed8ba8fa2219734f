package org.vae4j.latent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.vae4j.latent.prior.RingPrior;

class RingPriorTest extends PriorContract {

    @Override
    Prior prior() {
        return new RingPrior(2, 0.3);
    }

    /** e^(-(r² + R²)/2σ²) I₀(rR/σ²) / 2πσ²; I₀ by its power series, whose terms are positive. */
    @Test
    void logDensityMatchesItsClosedForm() {
        double radius = 1.5;
        double sigma = 0.4;
        Columns z = new Columns(4, 2);
        double[] distances = {0, 0.7, 1.5, 2.6};
        for (int r = 0; r < 4; r++) {
            z.values()[r] = distances[r] * Math.cos(r);
            z.values()[4 + r] = distances[r] * Math.sin(r);
        }
        double[] found = new double[4];
        new RingPrior(radius, sigma).addLogDensity(z, new Columns(0, 0), found);
        for (int r = 0; r < 4; r++) {
            double half = distances[r] * radius / (sigma * sigma) / 2;
            double term = 1;
            double bessel = 1;
            for (int k = 1; k < 200; k++) {
                term *= half * half / k / k;
                bessel += term;
            }
            double square = (distances[r] * distances[r] + radius * radius) / (2 * sigma * sigma);
            assertThat(found[r])
                    .isCloseTo(Math.log(bessel) - square - Math.log(2 * Math.PI * sigma * sigma), within(1e-10));
        }
    }

    @Test
    void drawsWithoutNoiseLieOnTheCircle() {
        Columns z = new Columns(20, 2);
        new RingPrior(2, 0).sample(new Columns(0, 0), 4, z);
        for (int r = 0; r < 20; r++) {
            assertThat(Math.hypot(z.values()[r], z.values()[20 + r]))
                    .as("row %d", r)
                    .isCloseTo(2, within(1e-14));
        }
    }

    @Test
    void ringWithoutNoiseHasNoDensity() {
        assertThat(new RingPrior(2, 0).hasDensity()).isFalse();
    }

    @Test
    void threeDimensionsAreRefused() {
        assertThatThrownBy(() -> new RingPrior(2, 0).requireDimensions(3)).hasMessageContaining("set model.latent=2");
    }
}
