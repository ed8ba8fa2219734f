package org.vae4j.latent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.vae4j.latent.posterior.DeltaPosterior;
import org.vae4j.latent.posterior.DiagonalGaussianPosterior;
import org.vae4j.latent.prior.SwissRollPrior;

class SwissRollPriorTest extends PriorContract {

    @Override
    Prior prior() {
        return new SwissRollPrior(3, 1.5, 0.25);
    }

    @Test
    void withoutNoiseItCanOnlyBeDrawnFrom() {
        Prior thin = new SwissRollPrior(3, 2, 0);
        assertThat(thin.hasDensity()).isFalse();
        assertThat(thin.smoothEverywhere()).isFalse();
        Columns z = new Columns(50, 2);
        thin.sample(new Columns(0, 0), 4, z);
        for (int r = 0; r < 50; r++) {
            double radius = Math.hypot(z.values()[r], z.values()[50 + r]);
            double angle = 4 * Math.PI * radius / 3;
            assertThat(Math.cos(angle) * radius)
                    .isCloseTo(z.values()[r], org.assertj.core.api.Assertions.within(1e-12));
        }
        assertThatThrownBy(() -> thin.addLogDensity(z, new Columns(0, 0), new double[50]))
                .hasMessageContaining("set model.prior={swiss_roll: {noise: 0.1}}");
        assertThatThrownBy(() -> LatentPart.of(2, new DiagonalGaussianPosterior(), thin))
                .hasMessageContaining("found swiss_roll, which has no density");
        LatentPart.of(2, new DeltaPosterior(), thin);
    }

    @Test
    void otherSizesAreRefused() {
        assertThatThrownBy(() -> LatentPart.of(3, new DeltaPosterior(), new SwissRollPrior()))
                .hasMessageContaining("set model.latent=2");
        assertThatThrownBy(() -> new SwissRollPrior(-1, 2, 0.1)).hasMessageContaining("found radius = -1.0");
    }
}
