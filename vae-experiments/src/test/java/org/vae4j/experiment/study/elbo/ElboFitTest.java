package org.vae4j.experiment.study.elbo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vae4j.experiment.study.exact.DiscreteModel;
import org.vae4j.experiment.study.exact.LinearGaussianModel;
import org.vae4j.math.GaussianNoise;

class ElboFitTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void theEvidenceIsTheBoundPlusTheDivergenceForEveryCategoricalApproximation(long seed) {
        DiscreteModel model = DiscreteModel.random(7, 5, seed);
        List<ElboStep> trace = ElboFit.discrete(model, 2, GaussianNoise.draw(seed, 7), 300, 0.5);
        assertIdentityAndDescent(trace);
        // The family holds the posterior itself: the bound becomes tight.
        assertThat(trace.get(300).klToPosteriorNats()).isLessThan(0.03);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void theEvidenceIsTheBoundPlusTheDivergenceForEveryDiagonalGaussian(long seed) {
        LinearGaussianModel model = LinearGaussianModel.random(10, 4, 0.5, seed);
        double[] x = model.sample(seed);
        List<ElboStep> trace = ElboFit.gaussian(model, x, 3000, 0.02);
        assertIdentityAndDescent(trace);
        // The posterior is correlated: what remains is the divergence of the best diagonal Gaussian.
        double gap = model.klToPosterior(x, model.posteriorMean(x), model.meanFieldLogVar());
        assertThat(trace.get(3000).klToPosteriorNats())
                .isCloseTo(gap, within(1e-9))
                .isPositive();
    }

    private static void assertIdentityAndDescent(List<ElboStep> trace) {
        for (int i = 0; i < trace.size(); i++) {
            ElboStep step = trace.get(i);
            assertThat(step.errorNats()).isLessThan(1e-9);
            assertThat(step.klToPosteriorNats()).isNotNegative();
            assertThat(step.elboNats()).isLessThanOrEqualTo(step.logEvidenceNats() + 1e-12);
            assertThat(step.logEvidenceNats()).isEqualTo(trace.get(0).logEvidenceNats());
            if (i > 0) {
                assertThat(step.elboNats())
                        .isGreaterThanOrEqualTo(trace.get(i - 1).elboNats() - 1e-12);
            }
        }
    }
}
