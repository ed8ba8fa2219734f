package org.vae4j.info;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.domains.Domain;
import org.junit.jupiter.api.Test;
import org.vae4j.info.Distributions.Pair;
import org.vae4j.testing.SeededProperty;

@Domain(Distributions.class)
class BayesTest {

    /** A rare disease, and a test that is positive for most of the ill and a few of the healthy. */
    private static final double[] DISEASE = {0.01, 0.99};

    private static final double[] POSITIVE_TEST = {0.99, 0.05};

    @Test
    void marginalLikelihoodMatchesHandCalculation() {
        assertThat(Bayes.marginalLikelihood(DISEASE, POSITIVE_TEST)).isCloseTo(0.0594, within(1e-15));
    }

    @Test
    void posteriorMatchesHandCalculation() {
        assertThat(Bayes.posterior(DISEASE, POSITIVE_TEST)[0]).isCloseTo(1 / 6.0, within(1e-15));
    }

    @SeededProperty
    void posteriorIsTheJointOverTheMarginal(@ForAll Pair pair) {
        double evidence = Bayes.marginalLikelihood(pair.p(), pair.q());
        if (evidence == 0) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Bayes.posterior(pair.p(), pair.q()))
                    .withMessageContaining("probability 0");
            return;
        }
        double[] posterior = Bayes.posterior(pair.p(), pair.q());
        for (int h = 0; h < posterior.length; h++) {
            double joint = pair.p()[h] * pair.q()[h];
            assertThat(posterior[h])
                    .as("hypothesis %d", h)
                    .isCloseTo(Bayes.conditional(joint, evidence), within(1e-12));
        }
    }

    @SeededProperty
    void posteriorOfConstantLikelihoodsIsThePrior(@ForAll Pair pair) {
        double[] constant = new double[pair.p().length];
        Arrays.fill(constant, 0.3);
        assertThat(Bayes.posterior(pair.p(), constant)).containsExactly(pair.p(), within(1e-12));
    }

    @Test
    void posteriorDoesNotDependOnTheOrderOfEvidence() {
        double[] prior = {0.2, 0.3, 0.5};
        double[] first = {0.9, 0.4, 0.1};
        double[] second = {0.2, 0.7, 0.6};
        double[] oneWay = Bayes.posterior(Bayes.posterior(prior, first), second);
        double[] otherWay = Bayes.posterior(Bayes.posterior(prior, second), first);
        assertThat(oneWay).containsExactly(otherWay, within(1e-15));
    }

    @Test
    void logPosteriorIsTheLogOfThePosterior() {
        double[] prior = {0.2, 0.8};
        double[] likelihood = {0.5, 0.1};
        double[] logPosterior = Bayes.logPosterior(logs(prior), logs(likelihood));
        assertThat(Arrays.stream(logPosterior).map(Math::exp).toArray())
                .containsExactly(Bayes.posterior(prior, likelihood), within(1e-15));
    }

    @Test
    void logPosteriorDoesNotUnderflow() {
        double[] logPosterior = Bayes.logPosterior(logs(new double[] {0.2, 0.8}), new double[] {-5000, -5001});
        assertThat(logPosterior[0] - logPosterior[1]).isCloseTo(Math.log(0.25) + 1, within(1e-10));
    }

    @Test
    void conditionOfProbabilityZeroIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Bayes.conditional(0, 0));
    }

    @Test
    void jointProbabilityAboveTheConditionIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Bayes.conditional(0.5, 0.4))
                .withMessageContaining("P(A and B) = 0.5 above P(B) = 0.4");
    }

    @Test
    void priorAndLikelihoodOfDifferentLengthsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Bayes.posterior(new double[] {1}, new double[] {0.5, 0.5}))
                .withMessageContaining("1 priors and 2 likelihoods");
    }

    @Test
    void likelihoodAboveOneIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Bayes.posterior(new double[] {0.5, 0.5}, new double[] {1.5, 0}))
                .withMessageContaining("likelihood: found 1.5");
    }

    @Test
    void impossibleEvidenceIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Bayes.logPosterior(new double[] {0}, new double[] {Double.NEGATIVE_INFINITY}))
                .withMessageContaining("-Infinity");
    }

    private static double[] logs(double[] p) {
        return Arrays.stream(p).map(Math::log).toArray();
    }
}
