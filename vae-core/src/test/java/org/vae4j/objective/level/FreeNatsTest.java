package org.vae4j.objective.level;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vae4j.latent.LatentRows;
import org.vae4j.objective.LatentBatch;
import org.vae4j.objective.StandardBatches;

class FreeNatsTest {

    /** Rounding may leave a divergence of 0 at -1e-17. */
    @Test
    void zeroFreeNatsChangeNothingWhereADivergenceIsJustBelowZero() {
        LatentBatch batch = StandardBatches.of(2, 1, 1);
        batch.begin(LatentBatch.Divergence.CLOSED_WHERE_KNOWN, 1);
        LatentRows latent = batch.latents().get(0);
        Arrays.fill(latent.kl().values(), -1e-17);
        Arrays.fill(latent.kl().gradient(), 1);
        assertThat(FreeNats.add(batch, 0, rows -> List.of(1))).isZero();
        assertThat(latent.kl().gradient()).containsOnly(1);
    }
}
