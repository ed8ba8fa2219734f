package org.vae4j.latent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.vae4j.latent.posterior.DeltaPosterior;
import org.vae4j.latent.posterior.DiagonalGaussianPosterior;
import org.vae4j.latent.prior.SwissRollPrior;

class SwissRollPriorTest extends PriorContract {

    /** A roll of two turns to a radius of 3, without noise. */
    private static final Prior THIN = new SwissRollPrior(3, 2, 0);

    @Override
    Prior prior() {
        return new SwissRollPrior(3, 1.5, 0.25);
    }

    @Test
    void drawsWithoutNoiseLieOnTheSpiral() {
        Columns z = new Columns(50, 2);
        THIN.sample(new Columns(0, 0), 4, z);
        for (int r = 0; r < 50; r++) {
            double radius = Math.hypot(z.values()[r], z.values()[50 + r]);
            double angle = 4 * Math.PI * radius / 3;
            assertThat(Math.cos(angle) * radius).as("row %d", r).isCloseTo(z.values()[r], within(1e-12));
        }
    }

    @Test
    void rollWithoutNoiseHasNoDensity() {
        assertThat(THIN.hasDensity()).isFalse();
        assertThat(THIN.smoothEverywhere()).isFalse();
    }

    @Test
    void logDensityWithoutNoiseIsRefused() {
        assertThatThrownBy(() -> THIN.addLogDensity(new Columns(50, 2), new Columns(0, 0), new double[50]))
                .hasMessageContaining("set model.prior={swiss_roll: {noise: 0.1}}");
    }

    @Test
    void rollWithoutNoiseIsRefusedAsThePriorOfAGaussian() {
        assertThatThrownBy(() -> LatentPart.of(2, new DiagonalGaussianPosterior(), THIN))
                .hasMessageContaining("found swiss_roll, which has no density");
    }

    @Test
    void rollWithoutNoiseMayBeThePriorOfPoints() {
        assertThatCode(() -> LatentPart.of(2, new DeltaPosterior(), THIN)).doesNotThrowAnyException();
    }

    @Test
    void threeDimensionsAreRefused() {
        assertThatThrownBy(() -> LatentPart.of(3, new DeltaPosterior(), new SwissRollPrior()))
                .hasMessageContaining("set model.latent=2");
    }

    @Test
    void negativeRadiusIsRefused() {
        assertThatThrownBy(() -> new SwissRollPrior(-1, 2, 0.1)).hasMessageContaining("found radius = -1.0");
    }
}
