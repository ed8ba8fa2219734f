package org.vae4j.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vae4j.latent.LatentRows;

class LatentBatchTest {

    @ParameterizedTest
    @CsvSource({"7, 3", "6, 0", "6, -2", "-6, 2"})
    void refusesRowsThatAreNoMultipleOfTheDraws(int rows, int draws) {
        assertThatThrownBy(() -> new LatentBatch(List.of(), rows, draws))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected a multiple of the draws");
    }

    @Test
    void mayBeEmpty() {
        assertThat(new LatentBatch(List.of(), 0, 3).examples()).isZero();
    }

    /** log p(x|z) + log p(z) - log q(z|x) with z ~ N(0, 1) and q(z|x) = N(1, 4). */
    @Test
    void logWeightIsTheRatioOfTheDensities() {
        LatentBatch batch = StandardBatches.of(2, 1, 1);
        LatentRows latent = batch.latents().get(0);
        Arrays.fill(latent.parameters().values(), 0, 2, 1);
        Arrays.fill(latent.parameters().values(), 2, 4, Math.log(4));
        latent.z().values()[0] = 0.3;
        latent.z().values()[1] = -2;
        batch.negLogLikelihood()[0] = 5;
        batch.negLogLikelihood()[1] = 7;
        NormalDistribution posterior = new NormalDistribution(1, 2);
        NormalDistribution prior = new NormalDistribution();
        assertThat(batch.logWeights())
                .containsExactly(
                        new double[] {
                            prior.logDensity(0.3) - posterior.logDensity(0.3) - 5,
                            prior.logDensity(-2) - posterior.logDensity(-2) - 7
                        },
                        within(1e-13));
    }

    @Test
    void partOfABatchKeepsItsNetworksAndPairs() {
        LatentBatch batch = new LatentBatch(List.of(), Map.of("critic", 3), 8, 2);
        batch.setTogether(2);
        LatentBatch part = batch.ofExamples(2);
        assertThat(part.auxiliaries().keySet()).containsExactly("critic");
        assertThat(part.auxiliary("critic").count()).isEqualTo(3);
        assertThat(part.together()).isEqualTo(2);
    }

    /** Parts are evaluated by several workers; the rows of an example's draws do not follow each other. */
    @Test
    void scatterHandsAPartTheOutputsOfItsExamples() {
        LatentBatch batch = new LatentBatch(List.of(), 6, 2);
        for (int r = 0; r < 6; r++) {
            batch.objective()[r] = r;
            batch.kl()[r] = 10 + r;
            batch.rowWeights()[r] = 20 + r;
            batch.pathWeights()[r] = 30 + r;
        }
        LatentBatch part = batch.ofExamples(2);
        batch.scatter(part, 1);
        assertThat(part.objective()).containsExactly(1, 2, 4, 5);
        assertThat(part.kl()).containsExactly(11, 12, 14, 15);
        assertThat(part.rowWeights()).containsExactly(21, 22, 24, 25);
        assertThat(part.pathWeights()).containsExactly(31, 32, 34, 35);
    }

    @Test
    void rowsAreExamplesTimesDraws() {
        LatentBatch batch = new LatentBatch(List.of(), 6, 3);
        assertThat(batch.examples()).isEqualTo(2);
        assertThat(batch.ofExamples(5).rows()).isEqualTo(15);
    }
}
