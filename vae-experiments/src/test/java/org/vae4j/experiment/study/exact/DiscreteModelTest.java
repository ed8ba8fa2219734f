package org.vae4j.experiment.study.exact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class DiscreteModelTest {

    private final DiscreteModel coins =
            DiscreteModel.of(new double[] {0.5, 0.5}, new double[][] {{0.5, 0.5}, {0.9, 0.1}});

    @Test
    void evidenceAndPosteriorMatchHandCalculation() {
        assertThat(Math.exp(coins.logEvidence(0))).isCloseTo(0.7, within(1e-15));
        assertThat(coins.posterior(0)).containsExactly(new double[] {5 / 14.0, 9 / 14.0}, within(1e-15));
    }

    @Test
    void boundMatchesHandCalculation() {
        double[] q = {0.25, 0.75};
        double reconstruction = 0.25 * Math.log(0.5) + 0.75 * Math.log(0.9);
        double kl = 0.25 * Math.log(0.5) + 0.75 * Math.log(1.5);
        assertThat(coins.expectedLogLikelihood(q, 0)).isCloseTo(reconstruction, within(1e-15));
        assertThat(coins.elbo(q, 0)).isCloseTo(reconstruction - kl, within(1e-15));
    }

    @Test
    void boundEqualsTheEvidenceAtThePosteriorOnly() {
        assertThat(coins.elbo(coins.posterior(1), 1)).isCloseTo(coins.logEvidence(1), within(1e-15));
        assertThat(coins.elbo(new double[] {0.5, 0.5}, 1)).isLessThan(coins.logEvidence(1) - 0.01);
    }

    @Test
    void probabilitiesOfAllObservationsSumToOne() {
        int observations = 7;
        DiscreteModel model = DiscreteModel.random(5, observations, 3);
        double sum = 0;
        for (int x = 0; x < observations; x++) {
            sum += Math.exp(model.logEvidence(x));
        }
        assertThat(sum).isCloseTo(1, within(1e-14));
        assertThat(model.latents()).isEqualTo(5);
    }

    @Test
    void refusesALikelihoodWithMoreRowsThanLatents() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DiscreteModel.of(new double[] {1}, new double[][] {{1}, {1}}))
                .withMessageContaining("found 2 rows");
    }

    @Test
    void refusesLikelihoodsOverDifferentNumbersOfObservations() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DiscreteModel.of(new double[] {0.5, 0.5}, new double[][] {{1}, {0.5, 0.5}}))
                .withMessage("likelihood: found 2 observations for latent 1, expected 1");
    }

    @Test
    void refusesAnApproximationOverMoreLatents() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> coins.expectedLogLikelihood(new double[] {0.5, 0.25, 0.25}, 0))
                .withMessageContaining("found 3 probabilities");
    }
}
