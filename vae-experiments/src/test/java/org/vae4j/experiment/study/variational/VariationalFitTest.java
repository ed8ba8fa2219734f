package org.vae4j.experiment.study.variational;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.DoubleFunction;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.vae4j.experiment.study.exact.ProductModel;

class VariationalFitTest {

    private static final ProductModel MODEL = new ProductModel(1.5, 0.25);
    private static final GridPosterior POSTERIOR = new GridPosterior(MODEL, 6, 301);
    private static final Offset<Double> TOLERANCE = within(1e-8);
    private static final VariationalFit FIT = new VariationalFit(MODEL, POSTERIOR);

    @Test
    void evidenceIsTheSameOnAFinerGrid() {
        assertThat(new GridPosterior(MODEL, 8, 601).logEvidence()).isCloseTo(POSTERIOR.logEvidence(), within(1e-7));
    }

    @Test
    void evidenceIsTheBoundPlusTheReverseDivergence() {
        for (FitStep step : FIT.reverse(new Approximation(0.4, -0.3, -0.5, -1), 60, 0.05)) {
            assertThat(step.elboNats() + step.reverseKlNats())
                    .as("step %d", step.step())
                    .isCloseTo(POSTERIOR.logEvidence(), within(1e-6));
        }
    }

    @Test
    void gradientMatchesFiniteDifferences() {
        Approximation gradient = FIT.negElboGradient(new Approximation(0.4, -0.3, -0.5, -1));
        assertThat(gradient.mean1()).isCloseTo(negElboSlope(m -> new Approximation(m, -0.3, -0.5, -1), 0.4), TOLERANCE);
        assertThat(gradient.mean2()).isCloseTo(negElboSlope(m -> new Approximation(0.4, m, -0.5, -1), -0.3), TOLERANCE);
        assertThat(gradient.logVar1())
                .isCloseTo(negElboSlope(v -> new Approximation(0.4, -0.3, v, -1), -0.5), TOLERANCE);
        assertThat(gradient.logVar2())
                .isCloseTo(negElboSlope(v -> new Approximation(0.4, -0.3, -0.5, v), -1), TOLERANCE);
    }

    /** The central difference of the negative bound along one parameter of q. */
    private static double negElboSlope(DoubleFunction<Approximation> alongParameter, double value) {
        double h = 1e-5;
        return (FIT.elbo(alongParameter.apply(value - h)) - FIT.elbo(alongParameter.apply(value + h))) / (2 * h);
    }

    @Test
    void reverseDivergenceFallsAtEveryStep() {
        List<FitStep> trace = FIT.reverse(new Approximation(0.2, 0.3, 0, 0), 400, 0.03);
        for (int i = 1; i < trace.size(); i++) {
            assertThat(trace.get(i).reverseKlNats())
                    .as("step %d", i)
                    .isLessThanOrEqualTo(trace.get(i - 1).reverseKlNats() + 1e-9);
        }
    }

    @Test
    void reverseFitSettlesInTheModeOnTheSideOfItsStart() {
        Approximation q = FIT.reverse(new Approximation(0.2, 0.3, 0, 0), 400, 0.03)
                .get(400)
                .q();
        assertThat(q.mean1()).isGreaterThan(0.8);
        assertThat(q.mean2()).isGreaterThan(0.8);
        assertThat(Math.exp(q.logVar1() / 2)).isLessThan(0.6);
        Approximation mirrored = FIT.reverse(new Approximation(-0.2, -0.3, 0, 0), 400, 0.03)
                .get(400)
                .q();
        assertThat(mirrored.mean1()).isCloseTo(-q.mean1(), within(1e-9));
    }

    @Test
    void forwardFitSpreadsOverBothModesAndMatchesTheMoments() {
        Approximation q = FIT.forward(new Approximation(0.2, 0.3, 0, 0), 500, 0.2)
                .get(500)
                .q();
        Approximation moments = POSTERIOR.moments();
        assertThat(moments.mean1()).isCloseTo(0, within(1e-9));
        assertThat(q.mean1()).isCloseTo(moments.mean1(), within(1e-6));
        assertThat(q.logVar2()).isCloseTo(moments.logVar2(), within(1e-6));
        assertThat(Math.exp(q.logVar1() / 2)).isGreaterThan(1);
    }

    @Test
    void forwardDivergenceIsLeastAtTheMoments() {
        Approximation moments = POSTERIOR.moments();
        double least = POSTERIOR.forwardKl(moments);
        assertThat(POSTERIOR.forwardKl(new Approximation(0.1, 0, moments.logVar1(), moments.logVar2())))
                .isGreaterThan(least);
        assertThat(POSTERIOR.forwardKl(new Approximation(0, 0, moments.logVar1() + 0.1, moments.logVar2())))
                .isGreaterThan(least);
    }

    @Test
    void refusesAGridOfOnePoint() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GridPosterior(MODEL, 6, 1))
                .withMessageContaining("found a grid of 1 points");
    }
}
