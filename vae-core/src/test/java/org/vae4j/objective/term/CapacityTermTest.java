package org.vae4j.objective.term;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.schedule.ScheduleType;
import org.vae4j.latent.LatentRows;
import org.vae4j.objective.LatentBatch;
import org.vae4j.objective.Term;
import org.vae4j.schedule.Constant;
import org.vae4j.schedule.Linear;

class CapacityTermTest extends TermContract {

    @Override
    protected Term term() {
        return new CapacityTerm(2, new Constant(9), CapacityTerm.Of.BATCH);
    }

    @ParameterizedTest
    @EnumSource
    void aWeightOfZeroLeavesTheBoundUnchangedToTheBit(CapacityTerm.Of of) {
        assertSameBits(with(1.3, new CapacityTerm(0, new Constant(3), of)), with(1.3));
    }

    @ParameterizedTest
    @EnumSource
    void aCapacityOfZeroGivesTheBetaVae(CapacityTerm.Of of) {
        LatentBatch found = batch(3);
        LatentBatch expected = batch(3);
        double mean = total(with(0, new CapacityTerm(4, new Constant(0), of)), found);
        assertThat(mean).isCloseTo(total(with(4), expected), within(1e-12));
        for (int l = 0; l < 2; l++) {
            assertThat(found.latents().get(l).parameters().gradient())
                    .containsExactly(expected.latents().get(l).parameters().gradient(), within(1e-12));
        }
    }

    @Test
    void bothFormsAgreeWhereAllDivergencesAreEqual() {
        double[] values = Arrays.stream(CapacityTerm.Of.values())
                .mapToDouble(of -> {
                    LatentBatch batch = batch(3);
                    for (LatentRows latent : batch.latents()) {
                        Arrays.fill(latent.parameters().values(), 0.5);
                    }
                    return total(with(0, new CapacityTerm(4, new Constant(3), of)), batch);
                })
                .toArray();
        assertThat(values[0]).isCloseTo(values[1], within(1e-12));
    }

    /** Where the mean is at the capacity only the bound's own gradient is left, and the value is 0. */
    @Test
    void valueAndGradientVanishAtTheCapacity() {
        LatentBatch batch = batch(3);
        for (LatentRows latent : batch.latents()) {
            Arrays.fill(latent.parameters().values(), 0);
        }
        Term term = new CapacityTerm(4, new Constant(0), CapacityTerm.Of.BATCH);
        assertThat(with(0, term).evaluate(batch, MOMENT).get("capacity")).isZero();
        assertThat(batch.latents().get(0).parameters().gradient()).containsOnly(0);
    }

    @Test
    void capacityFollowsItsSchedule() {
        LatentBatch batch = batch(1);
        Linear rising = new Linear(0, 20, 10, ScheduleType.EPOCH);
        Term term = new CapacityTerm(1, rising, CapacityTerm.Of.BATCH);
        with(0).evaluate(batch, MOMENT);
        double kl = Arrays.stream(batch.kl()).average().orElseThrow();
        assertThat(with(0, term).evaluate(batch, new Term.Moment(0, 5)).get("capacity"))
                .isCloseTo(Math.abs(kl - 10), within(1e-12));
    }
}
