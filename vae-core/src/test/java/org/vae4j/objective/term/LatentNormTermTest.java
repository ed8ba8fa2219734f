package org.vae4j.objective.term;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.vae4j.objective.LatentBatch;
import org.vae4j.objective.Term;

class LatentNormTermTest extends TermContract {

    @Override
    protected Term term() {
        return new LatentNormTerm(0.7);
    }

    @Test
    void aWeightOfZeroLeavesTheBoundUnchangedToTheBit() {
        assertSameBits(with(1.3, new LatentNormTerm(0)), with(1.3));
    }

    @Test
    void valueIsHalfTheSquaredNorm() {
        LatentBatch batch = batch(3);
        double squares = batch.latents().stream()
                .flatMapToDouble(latent -> Arrays.stream(latent.z().values()))
                .map(z -> z * z)
                .sum();
        assertThat(with(1, term()).evaluate(batch, MOMENT).get("latent_norm"))
                .isCloseTo(0.7 * 0.5 * squares / batch.rows(), within(1e-13));
    }
}
