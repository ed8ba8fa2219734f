package org.vae4j.objective.term;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.vae4j.latent.LatentRows;
import org.vae4j.objective.LatentBatch;
import org.vae4j.objective.Term;

class FreeBitsTermTest extends TermContract {

    /** λ lies between the divergences of the dimensions, so that some are below it and some are above. */
    @Override
    protected Term term() {
        double[] means = divergences();
        return new FreeBitsTerm((means[0] + means[means.length - 1]) / 2);
    }

    /** The mean divergence of each dimension, ascending. */
    private double[] divergences() {
        LatentBatch batch = batch(1);
        with(1).evaluate(batch, MOMENT);
        double[] means = batch.latents().stream()
                .flatMapToDouble(latent -> Arrays.stream(latent.klPerDimension()))
                .sorted()
                .toArray();
        assertThat(means).hasSize(3);
        assertThat(means[2] - means[0]).isGreaterThan(0.1);
        return means;
    }

    @Test
    void zeroFreeBitsLeaveTheBoundUnchangedToTheBit() {
        assertSameBits(with(1.3, new FreeBitsTerm(0)), with(1.3));
    }

    /** Equation 15, written out. */
    @Test
    void eachDimensionCountsForTheGreaterOfItsDivergenceAndLambda() {
        FreeBitsTerm term = (FreeBitsTerm) term();
        LatentBatch batch = batch(3);
        double expected = Arrays.stream(divergences())
                .map(kl -> Math.max(kl, term.nats()))
                .sum();
        double nll = Arrays.stream(batch.negLogLikelihood()).average().orElseThrow();
        assertThat(total(with(0.7, term), batch) / EXAMPLES).isCloseTo(nll + 0.7 * expected, within(1e-12));
    }

    @Test
    void dimensionsBelowLambdaHaveNoGradient() {
        LatentBatch batch = batch(3);
        with(1, new FreeBitsTerm(100)).evaluate(batch, MOMENT);
        for (LatentRows latent : batch.latents()) {
            assertThat(latent.parameters().gradient()).containsOnly(0);
        }
    }

    @Test
    void refusesANegativeLambdaAndNaN() {
        assertThatThrownBy(() -> new FreeBitsTerm(-1))
                .hasMessage("nats: found -1.0, expected a finite number of at least 0");
        assertThatThrownBy(() -> new FreeBitsTerm(Double.NaN)).hasMessageContaining("nats: found NaN");
    }
}
