package org.vae4j.objective.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.schedule.FixedSchedule;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.vae4j.extension.Registry;
import org.vae4j.latent.LatentPart;
import org.vae4j.latent.LatentRows;
import org.vae4j.latent.posterior.DiagonalGaussianPosterior;
import org.vae4j.latent.prior.StandardNormalPrior;
import org.vae4j.objective.ComposedObjective;
import org.vae4j.objective.ElboReducer;
import org.vae4j.objective.LatentBatch;
import org.vae4j.objective.Objective;
import org.vae4j.objective.Term;

/** The gradient treats γ as a constant, so it differs from the derivative of the value and has no TermContract. */
class KlBalanceTermTest {

    private static final Term.Moment MOMENT = new Term.Moment(7, 2);

    private static LatentBatch batch(int size) {
        LatentBatch batch = new LatentBatch(
                List.of(LatentPart.of(size, new DiagonalGaussianPosterior(), new StandardNormalPrior())), 6, 2);
        LatentRows latent = batch.latents().get(0);
        Arrays.setAll(latent.parameters().values(), i -> Math.sin(1 + i % 3 + 2 * (i / 6)));
        Arrays.setAll(latent.z().values(), i -> Math.cos(i));
        return batch;
    }

    private static ComposedObjective with(Term... terms) {
        return new ComposedObjective(new ElboReducer(), new FixedSchedule(1.3), List.of(terms));
    }

    @Test
    void registryFindsTheTermByItsName() {
        assertThat(Registry.of(Term.class).get("kl_balance")).isEqualTo(new KlBalanceTerm());
    }

    @Test
    void survivesJson() throws Exception {
        ObjectMapper mapper = new ObjectMapper();
        Objective read = mapper.readValue(mapper.writeValueAsString(with(new KlBalanceTerm(4))), Objective.class);
        assertThat(((ComposedObjective) read).terms()).containsExactly(new KlBalanceTerm(4));
    }

    /** The gradients are those of the bound, and those of each dimension are multiplied by its γ. */
    @Test
    void weightsEachDimensionByItsDivergence() {
        LatentBatch plain = batch(3);
        LatentBatch balanced = batch(3);
        with().evaluate(plain, MOMENT);
        double value = with(new KlBalanceTerm()).evaluate(balanced, MOMENT).get("kl_balance");
        double[] kl = plain.latents().get(0).klPerDimension();
        double average = Arrays.stream(kl).map(k -> k + 0.01).average().orElseThrow();
        double expected = 0;
        for (int j = 0; j < 3; j++) {
            double gamma = (kl[j] + 0.01) / average;
            expected += 1.3 * (gamma - 1) * kl[j];
            for (int column : new int[] {j, 3 + j}) {
                for (int r = 0; r < 6; r++) {
                    int at = column * 6 + r;
                    assertThat(balanced.latents().get(0).parameters().gradient()[at])
                            .as("dimension %d, row %d", j, r)
                            .isCloseTo(
                                    gamma * plain.latents().get(0).parameters().gradient()[at], within(1e-14));
                }
            }
        }
        assertThat(value).isCloseTo(expected, within(1e-14)).isPositive();
        assertThat(balanced.objective()[4] - plain.objective()[4]).isCloseTo(expected, within(1e-14));
    }

    @Test
    void oneDivergenceLeavesTheBoundUnchangedToTheBit() {
        LatentBatch one = batch(1);
        LatentBatch other = batch(1);
        assertThat(with(new KlBalanceTerm()).evaluate(one, MOMENT)).containsEntry("kl_balance", 0.0);
        with().evaluate(other, MOMENT);
        assertThat(one.latents().get(0).parameters().gradient())
                .containsExactly(other.latents().get(0).parameters().gradient());
    }

    /** The moment of the tests is in epoch number 2, counted from 0. */
    @Test
    void isActiveInTheFirstEpochsOnly() {
        LatentBatch late = batch(3);
        assertThat(with(new KlBalanceTerm(2)).evaluate(late, MOMENT)).containsEntry("kl_balance", 0.0);
        assertThat(with(new KlBalanceTerm(3)).evaluate(late, MOMENT).get("kl_balance"))
                .isPositive();
    }

    @Test
    void refusesNegativeEpochs() {
        assertThatThrownBy(() -> new KlBalanceTerm(-1)).hasMessageContaining("found epochs = -1");
    }
}
