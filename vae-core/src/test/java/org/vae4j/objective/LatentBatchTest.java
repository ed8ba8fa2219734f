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
import org.vae4j.latent.Columns;
import org.vae4j.latent.LatentPart;
import org.vae4j.latent.LatentRows;
import org.vae4j.latent.posterior.DiagonalGaussianPosterior;
import org.vae4j.latent.prior.StandardNormalPrior;

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

    private static LatentBatch withNetworks(int examples) {
        LatentPart part = LatentPart.of(1, new DiagonalGaussianPosterior(), new StandardNormalPrior());
        return new LatentBatch(List.of(part), Map.of("critic", 2), examples * 2, 2);
    }

    /** A batch that was gathered from its parts has all their inputs, and hands each part its gradients. */
    @Test
    void partsAreGatheredAndGetTheirGradientsBack() {
        LatentBatch whole = withNetworks(3);
        List<LatentBatch> parts = List.of(withNetworks(1), withNetworks(2));
        for (LatentBatch part : parts) {
            part.setOfData("critic", new Columns(part.examples(), 2));
        }
        int first = 0;
        for (LatentBatch part : parts) {
            for (int r = 0; r < part.rows(); r++) {
                int draw = r / part.examples();
                int example = first + r % part.examples();
                part.negLogLikelihood()[r] = 100 * draw + example;
                LatentRows latent = part.latents().get(0);
                latent.z().values()[r] = 10 + 100 * draw + example;
                part.auxiliary("critic").values()[part.rows() + r] = 20 + 100 * draw + example;
            }
            for (int e = 0; e < part.examples(); e++) {
                part.ofData("critic").values()[e] = 30 + first + e;
            }
            whole.gather(part, first);
            first += part.examples();
        }
        double[] rows = {0, 1, 2, 100, 101, 102};
        assertThat(whole.negLogLikelihood()).containsExactly(rows);
        assertThat(whole.latents().get(0).z().values())
                .containsExactly(Arrays.stream(rows).map(v -> 10 + v).toArray());
        assertThat(Arrays.copyOfRange(whole.auxiliary("critic").values(), 6, 12))
                .containsExactly(Arrays.stream(rows).map(v -> 20 + v).toArray());
        assertThat(Arrays.copyOf(whole.ofData("critic").values(), 3)).containsExactly(30, 31, 32);
        System.arraycopy(rows, 0, whole.latents().get(0).z().gradient(), 0, 6);
        whole.scatter(parts.get(1), 1);
        assertThat(parts.get(1).latents().get(0).z().gradient()).containsExactly(1, 2, 101, 102);
    }

    @Test
    void pathWeightsAreOneUnlessAnObjectiveSetsThem() {
        assertThat(new LatentBatch(List.of(), 4, 2).pathWeights()).containsOnly(1);
    }

    /** Terms add to the gradients of their networks, which an earlier step has left behind. */
    @Test
    void beginClearsTheGradientsOfNetworks() {
        LatentBatch batch = withNetworks(2);
        Arrays.fill(batch.auxiliary("critic").gradient(), 5);
        batch.begin(LatentBatch.Divergence.CLOSED_WHERE_KNOWN, 1);
        assertThat(batch.auxiliary("critic").gradient()).containsOnly(0);
    }

    @Test
    void rowsAreExamplesTimesDraws() {
        LatentBatch batch = new LatentBatch(List.of(), 6, 3);
        assertThat(batch.examples()).isEqualTo(2);
        assertThat(batch.ofExamples(5).rows()).isEqualTo(15);
    }
}
