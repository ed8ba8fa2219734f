package org.vae4j.experiment.study.exact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class DiscreteModelTest {

    private final DiscreteModel coins =
            DiscreteModel.of(new double[] {0.5, 0.5}, new double[][] {{0.5, 0.5}, {0.9, 0.1}});

    @Test
    void everythingMatchesHandCalculation() {
        assertThat(Math.exp(coins.logEvidence(0))).isCloseTo(0.7, within(1e-15));
        assertThat(coins.posterior(0)).containsExactly(new double[] {5 / 14.0, 9 / 14.0}, within(1e-15));
        double[] q = {0.25, 0.75};
        double reconstruction = 0.25 * Math.log(0.5) + 0.75 * Math.log(0.9);
        double kl = 0.25 * Math.log(0.5) + 0.75 * Math.log(1.5);
        assertThat(coins.expectedLogLikelihood(q, 0)).isCloseTo(reconstruction, within(1e-15));
        assertThat(coins.elbo(q, 0)).isCloseTo(reconstruction - kl, within(1e-15));
    }

    @Test
    void theBoundTouchesTheEvidenceAtThePosteriorOnly() {
        assertThat(coins.elbo(coins.posterior(1), 1)).isCloseTo(coins.logEvidence(1), within(1e-15));
        assertThat(coins.elbo(new double[] {0.5, 0.5}, 1)).isLessThan(coins.logEvidence(1) - 0.01);
    }

    @Test
    void theProbabilitiesOfAllObservationsSumToOne() {
        DiscreteModel model = DiscreteModel.random(5, 7, 3);
        double sum = 0;
        for (int x = 0; x < 7; x++) {
            sum += Math.exp(model.logEvidence(x));
        }
        assertThat(sum).isCloseTo(1, within(1e-14));
        assertThat(model.latents()).isEqualTo(5);
    }

    @Test
    void tablesThatDoNotFitAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DiscreteModel.of(new double[] {1}, new double[][] {{1}, {1}}))
                .withMessageContaining("found 2 rows");
    }
}
