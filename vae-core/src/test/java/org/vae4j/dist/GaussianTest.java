package org.vae4j.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.DoubleUnaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Scale;
import org.apache.commons.math3.analysis.integration.IterativeLegendreGaussIntegrator;
import org.junit.jupiter.api.Test;
import org.vae4j.testing.SeededProperty;

/**
 * Each formula against the integral that defines it. The integral runs over 12 standard deviations either side, beyond
 * which a Gaussian holds less than 1e-32, and its own tolerance is 1e-12, so 1e-10 relative is generous.
 */
class GaussianTest {

    private static final double INTEGRATION = 1e-10;

    @SeededProperty
    void densityIntegratesToOne(@ForAll @Mean double mean, @ForAll @LogVar double logVar) {
        assertThat(expectation(mean, logVar, x -> 1)).isCloseTo(1, within(INTEGRATION));
    }

    @SeededProperty
    void densityHasItsMeanAndVariance(@ForAll @Mean double mean, @ForAll @LogVar double logVar) {
        double variance = Math.exp(logVar);
        assertThat(expectation(mean, logVar, x -> x)).isCloseTo(mean, within(INTEGRATION * 10));
        assertThat(expectation(mean, logVar, x -> (x - mean) * (x - mean)))
                .isCloseTo(variance, within(INTEGRATION * variance));
    }

    @SeededProperty
    void entropyIsTheExpectedInformation(@ForAll @Mean double mean, @ForAll @LogVar double logVar) {
        assertThat(Gaussian.entropy(logVar))
                .isCloseTo(expectation(mean, logVar, x -> -Gaussian.logDensity(x, mean, logVar)), within(1e-9));
    }

    @SeededProperty
    void klIsTheExpectedLogRatio(
            @ForAll @Mean double mean,
            @ForAll @LogVar double logVar,
            @ForAll @Mean double otherMean,
            @ForAll @LogVar double otherLogVar) {
        double integral = expectation(
                mean,
                logVar,
                x -> Gaussian.logDensity(x, mean, logVar) - Gaussian.logDensity(x, otherMean, otherLogVar));
        double kl = Gaussian.kl(mean, logVar, otherMean, otherLogVar);
        assertThat(kl).isNotNegative().isCloseTo(integral, within(1e-9 * (1 + kl)));
    }

    @SeededProperty
    void klOfEqualGaussiansIsZero(@ForAll @Mean double mean, @ForAll @LogVar double logVar) {
        assertThat(Gaussian.kl(mean, logVar, mean, logVar)).isZero();
    }

    @SeededProperty
    void klToStandardIsTheGeneralKl(@ForAll @Mean double mean, @ForAll @LogVar double logVar) {
        assertThat(Gaussian.klToStandard(mean, logVar))
                .isNotNegative()
                .isCloseTo(Gaussian.kl(mean, logVar, 0, 0), within(1e-12));
    }

    @Test
    void klMatchesHandCalculation() {
        assertThat(Gaussian.klToStandard(0, 0)).isZero();
        assertThat(Gaussian.klToStandard(1, 0)).isEqualTo(0.5);
        // 1/2 (4 + 4 - log 4 - 1), and N(1, 4) from N(2, 1/4): 1/2 (16 - log 16 - 1 + 4).
        assertThat(Gaussian.klToStandard(2, Math.log(4))).isCloseTo(3.5 - Math.log(2), within(1e-15));
        assertThat(Gaussian.kl(1, Math.log(4), 2, Math.log(0.25))).isCloseTo(9.5 - Math.log(4), within(1e-14));
    }

    @SeededProperty
    void guardedKlMatchesTheExactOneToSinglePrecision(
            @ForAll @Mean double mean, @ForAll @DoubleRange(min = 0.4, max = 5) double sigma) {
        double exact = Gaussian.klToStandard(mean, 2 * Math.log(sigma));
        double guarded = Gaussian.guardedKlToStandard(mean, sigma);
        assertThat(guarded).isCloseTo(exact, within(5e-9 / (sigma * sigma) + 1e-14));
        double twoUlpOfSinglePrecision = 2 * Math.ulp((float) Math.max(1, exact));
        assertThat((double) (float) guarded).isCloseTo((float) exact, within(twoUlpOfSinglePrecision));
    }

    @SeededProperty
    void guardedKlIsLessThanTheExactOneByTheDocumentedAmount(
            @ForAll @Mean double mean, @ForAll @DoubleRange(min = 0.001, max = 5) @Scale(3) double sigma) {
        double cost = 0.5 * Math.log1p(Gaussian.VARIANCE_GUARD / (sigma * sigma));
        assertThat(Gaussian.guardedKlToStandard(mean, sigma))
                .isCloseTo(Gaussian.klToStandard(mean, 2 * Math.log(sigma)) - cost, within(1e-13 * (1 + mean * mean)));
    }

    @Test
    void klWithoutVarianceIsInfinite() {
        assertThat(Gaussian.klToStandard(1, Double.NEGATIVE_INFINITY)).isEqualTo(Double.POSITIVE_INFINITY);
    }

    /** 1/2 (1 - log 1e-8 - 1) = 4 log 10. */
    @Test
    void guardedKlWithoutVarianceIsFinite() {
        assertThat(Gaussian.guardedKlToStandard(1, 0)).isCloseTo(4 * Math.log(10), within(1e-14));
        assertThat(Gaussian.klToStandard(1, Gaussian.guardedLogVar(0))).isCloseTo(4 * Math.log(10), within(1e-8));
    }

    @Test
    void guardedLogVarWithoutVarianceIsThatOfTheGuard() {
        assertThat(Gaussian.guardedLogVar(0)).isCloseTo(Math.log(1e-8), within(1e-14));
    }

    @Test
    void guardedKlMatchesTheIntegral() {
        double integral = expectation(
                0.7,
                2 * Math.log(0.3),
                x -> Gaussian.logDensity(x, 0.7, 2 * Math.log(0.3)) - Gaussian.logDensity(x, 0, 0));
        // The guard is worth 1/2 log(1 + 1e-8 / 0.09) = 5.6e-8 here.
        assertThat(Gaussian.guardedKlToStandard(0.7, 0.3)).isCloseTo(integral, within(6e-8));
    }

    @SeededProperty
    void sampleIsTheMeanPlusNoiseInStandardDeviations(
            @ForAll @Mean double mean, @ForAll @LogVar double logVar, @ForAll @Mean double noise) {
        double sample = Gaussian.sample(mean, logVar, noise);
        assertThat((sample - mean) / Math.sqrt(Math.exp(logVar))).isCloseTo(noise, within(1e-10));
    }

    /** E f(x) under N(mean, exp(logVar)). */
    private static double expectation(double mean, double logVar, DoubleUnaryOperator f) {
        double sigma = Math.exp(0.5 * logVar);
        double span = 12;
        var integrator = new IterativeLegendreGaussIntegrator(40, 1e-13, 1e-13, 1, 20);
        // In standard deviations, so that the integrator sees the same bell for every scale.
        return integrator.integrate(
                1_000_000,
                t -> Math.exp(Gaussian.logDensity(mean + sigma * t, mean, logVar))
                        * sigma
                        * f.applyAsDouble(mean + sigma * t),
                -span,
                span);
    }
}
