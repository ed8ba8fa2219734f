package org.vae4j.objective.term;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.vae4j.objective.LatentBatch;
import org.vae4j.objective.Term;

class InfoTermTest extends TermContract {

    @Override
    protected Term term() {
        return new InfoTerm(0.3, 2, new RadialBasis(0.8), 3);
    }

    @Test
    void alphaZeroAndLambdaOneLeaveTheBoundUnchangedToTheBit() {
        assertSameBits(with(1.3, new InfoTerm(0, 1, new RadialBasis(), 3)), with(1.3));
    }

    /** With α = 1 the divergence drops out, which leaves the discrepancy. */
    @Test
    void alphaOneGivesTheWassersteinAutoencoder() {
        LatentBatch found = batch(3);
        LatentBatch expected = batch(3);
        double all = total(with(1, new InfoTerm(1, 4, new RadialBasis(), 3)), found);
        assertThat(all).isCloseTo(total(with(0, new MmdTerm(4, new RadialBasis(), 3)), expected), within(1e-12));
        for (int l = 0; l < 2; l++) {
            assertThat(found.latents().get(l).parameters().gradient())
                    .containsExactly(expected.latents().get(l).parameters().gradient(), within(1e-13));
            assertThat(found.latents().get(l).z().gradient())
                    .containsExactly(expected.latents().get(l).z().gradient(), within(1e-13));
        }
    }

    @Test
    void objectiveMatchesTheFormula() {
        LatentBatch batch = batch(3);
        double mmd = with(1, new MmdTerm(1, new RadialBasis(0.8), 3))
                .evaluate(batch, MOMENT)
                .get("mmd");
        double kl = Arrays.stream(batch.kl()).average().orElseThrow();
        double nll = Arrays.stream(batch.negLogLikelihood()).average().orElseThrow();
        assertThat(total(with(1, term()), batch) / EXAMPLES)
                .isCloseTo(nll + (1 - 0.3) * kl + (0.3 + 2 - 1) * mmd, within(1e-12));
    }

    /** Two terms with the same seed in the same training draw different samples of the prior. */
    @Test
    void drawsOtherSamplesThanAnMmdTermWithTheSameSeed() {
        Term.Training training = new Term.Training(7, 100);
        MmdTerm mmd = (MmdTerm) new MmdTerm(1, new RadialBasis(), 0).in(training);
        InfoTerm info = (InfoTerm) new InfoTerm(1, 1, new RadialBasis(), 0).in(training);
        assertThat(info.seed()).isNotEqualTo(mmd.seed());
        double one = with(0, mmd).evaluate(batch(3), MOMENT).get("mmd");
        double other = with(0, info).evaluate(batch(3), MOMENT).get("info");
        assertThat(one).isNotEqualTo(other);
        assertThat(info).isEqualTo(new InfoTerm(1, 1, new RadialBasis(), 0).in(training));
    }

    @Test
    void reportsTheDiscrepancyAloneWithAlphaZero() {
        double info = with(1, new InfoTerm(0, 4, new RadialBasis(), 3))
                .evaluate(batch(3), MOMENT)
                .get("info");
        double mmd = with(1, new MmdTerm(3, new RadialBasis(), 3))
                .evaluate(batch(3), MOMENT)
                .get("mmd");
        assertThat(info).isEqualTo(mmd).isNotZero();
    }

    @Test
    void weighsTheDivergenceUnlessAlphaIsZero() {
        assertThat(new InfoTerm(0, 4, new RadialBasis(), 3).weighsKl()).isFalse();
        assertThat(new InfoTerm(0.3, 4, new RadialBasis(), 3).weighsKl()).isTrue();
    }

    /** From a bound with β KL the term subtracts α β KL, so no warm-up drives posteriors away from the prior. */
    @Test
    void leavesANonNegativeWeightOfTheDivergence() {
        for (double beta : new double[] {0, 0.2, 2}) {
            LatentBatch batch = batch(3);
            with(beta, new InfoTerm(0.3, 0.7, new RadialBasis(), 3)).evaluate(batch, MOMENT);
            for (double weight : batch.latents().get(0).kl().gradient()) {
                assertThat(weight).as("β = %s", beta).isCloseTo(0.7 * beta, within(1e-15));
            }
        }
    }

    @Test
    void refusesToMaximiseTheDiscrepancy() {
        assertThatThrownBy(() -> new InfoTerm(0, 0.001, new RadialBasis(), 0))
                .hasMessage(
                        "lambda: found 0.001 with alpha 0.0, expected a finite number of at least 1.0: the discrepancy"
                                + " counts alpha + lambda - 1, and below 0 it would be maximised");
    }

    @Test
    void leastLambdaDependsOnAlpha() {
        assertThatThrownBy(() -> new InfoTerm(0.25, 0.5, new RadialBasis(), 0))
                .hasMessageContaining("found 0.5 with alpha 0.25, expected a finite number of at least 0.75");
    }

    @Test
    void refusesAnAlphaAboveOneOrNaN() {
        assertThatThrownBy(() -> new InfoTerm(1.5, 3, new RadialBasis(), 0)).hasMessageContaining("alpha: found 1.5");
        assertThatThrownBy(() -> new InfoTerm(Double.NaN, 3, new RadialBasis(), 0))
                .hasMessageContaining("alpha: found NaN");
    }
}
