package org.vae4j.experiment.study.elbo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vae4j.experiment.study.exact.DiscreteModel;
import org.vae4j.experiment.study.exact.LinearGaussianModel;
import org.vae4j.math.GaussianNoise;

class ElboFitTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void discreteFitKeepsTheIdentityAndReachesThePosterior(long seed) {
        int latents = 7;
        int steps = 300;
        DiscreteModel model = DiscreteModel.random(latents, 5, seed);
        List<ElboStep> trace = ElboFit.discrete(model, 2, GaussianNoise.draw(seed, latents), steps, 0.5);
        assertIdentityAndAscent(trace);
        // Categorical distributions include the posterior itself, so the bound becomes tight.
        assertThat(trace.get(steps).klToPosteriorNats()).isLessThan(0.03);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void gaussianFitKeepsTheIdentityAndReachesTheBestDiagonalGaussian(long seed) {
        int steps = 3000;
        LinearGaussianModel model = LinearGaussianModel.random(10, 4, 0.5, seed);
        double[] x = model.sample(seed);
        List<ElboStep> trace = ElboFit.gaussian(model, x, steps, 0.02);
        assertIdentityAndAscent(trace);
        // The posterior is correlated: what remains is the divergence of the best diagonal Gaussian.
        double gap = model.klToPosterior(x, model.posteriorMean(x), model.meanFieldLogVar());
        assertThat(trace.get(steps).klToPosteriorNats())
                .isCloseTo(gap, within(1e-9))
                .isPositive();
    }

    @Test
    void refusesAModelInWhichALatentIsImpossible() {
        DiscreteModel model = DiscreteModel.of(new double[] {0.5, 0.5}, new double[][] {{0, 1}, {0.5, 0.5}});
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ElboFit.discrete(model, 0, new double[2], 1, 0.5))
                .withMessageContaining("found probability 0 of latent 0 given x = 0");
    }

    private static void assertIdentityAndAscent(List<ElboStep> trace) {
        for (int i = 0; i < trace.size(); i++) {
            ElboStep step = trace.get(i);
            assertThat(step.errorNats()).as("error of step %d", i).isLessThan(1e-9);
            assertThat(step.klToPosteriorNats()).as("KL of step %d", i).isNotNegative();
            assertThat(step.elboNats()).as("bound of step %d", i).isLessThanOrEqualTo(step.logEvidenceNats() + 1e-12);
            assertThat(step.logEvidenceNats()).isEqualTo(trace.get(0).logEvidenceNats());
            if (i > 0) {
                assertThat(step.elboNats())
                        .as("bound of step %d", i)
                        .isGreaterThanOrEqualTo(trace.get(i - 1).elboNats() - 1e-12);
            }
        }
    }
}
