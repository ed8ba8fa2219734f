package org.vae4j.experiment.study.variational;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.vae4j.experiment.study.exact.ProductModel;

class VariationalFitTest {

    private static final ProductModel MODEL = new ProductModel(1.5, 0.25);
    private static final GridPosterior POSTERIOR = new GridPosterior(MODEL, 6, 301);
    private static final VariationalFit FIT = new VariationalFit(MODEL, POSTERIOR);

    @Test
    void theGridIsFineEnough() {
        assertThat(new GridPosterior(MODEL, 8, 601).logEvidence()).isCloseTo(POSTERIOR.logEvidence(), within(1e-7));
    }

    @Test
    void theBoundMissesTheEvidenceByTheReverseDivergence() {
        for (FitStep step : FIT.reverse(new Approximation(0.4, -0.3, -0.5, -1), 60, 0.05)) {
            assertThat(step.elboNats() + step.reverseKlNats()).isCloseTo(POSTERIOR.logEvidence(), within(1e-6));
        }
    }

    @Test
    void theGradientAgreesWithFiniteDifferences() {
        Approximation q = new Approximation(0.4, -0.3, -0.5, -1);
        Approximation gradient = FIT.negElboGradient(q);
        double h = 1e-5;
        double mean1 = (FIT.elbo(new Approximation(0.4 - h, -0.3, -0.5, -1))
                        - FIT.elbo(new Approximation(0.4 + h, -0.3, -0.5, -1)))
                / (2 * h);
        double logVar2 = (FIT.elbo(new Approximation(0.4, -0.3, -0.5, -1 - h))
                        - FIT.elbo(new Approximation(0.4, -0.3, -0.5, -1 + h)))
                / (2 * h);
        assertThat(gradient.mean1()).isCloseTo(mean1, within(1e-8));
        assertThat(gradient.logVar2()).isCloseTo(logVar2, within(1e-8));
    }

    @Test
    void theReverseDivergenceFallsAndSettlesInOneModeOnTheSideWhereItStarted() {
        List<FitStep> up = FIT.reverse(new Approximation(0.2, 0.3, 0, 0), 400, 0.03);
        for (int i = 1; i < up.size(); i++) {
            assertThat(up.get(i).reverseKlNats())
                    .isLessThanOrEqualTo(up.get(i - 1).reverseKlNats() + 1e-9);
        }
        Approximation q = up.get(400).q();
        assertThat(q.mean1()).isGreaterThan(0.8);
        assertThat(q.mean2()).isGreaterThan(0.8);
        assertThat(Math.exp(q.logVar1() / 2)).isLessThan(0.6);
        Approximation mirrored = FIT.reverse(new Approximation(-0.2, -0.3, 0, 0), 400, 0.03)
                .get(400)
                .q();
        assertThat(mirrored.mean1()).isCloseTo(-q.mean1(), within(1e-9));
    }

    @Test
    void theForwardDivergenceSpreadsOverBothModesAndMatchesMoments() {
        List<FitStep> trace = FIT.forward(new Approximation(0.2, 0.3, 0, 0), 500, 0.2);
        Approximation q = trace.get(500).q();
        Approximation moments = POSTERIOR.moments();
        assertThat(moments.mean1()).isCloseTo(0, within(1e-9));
        assertThat(q.mean1()).isCloseTo(moments.mean1(), within(1e-6));
        assertThat(q.logVar2()).isCloseTo(moments.logVar2(), within(1e-6));
        assertThat(Math.exp(q.logVar1() / 2)).isGreaterThan(1);
        double least = POSTERIOR.forwardKl(moments);
        assertThat(POSTERIOR.forwardKl(new Approximation(0.1, 0, moments.logVar1(), moments.logVar2())))
                .isGreaterThan(least);
        assertThat(POSTERIOR.forwardKl(new Approximation(0, 0, moments.logVar1() + 0.1, moments.logVar2())))
                .isGreaterThan(least);
    }
}
