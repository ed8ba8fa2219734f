package org.vae4j.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import net.jqwik.api.ForAll;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vae4j.testing.SeededProperty;

/** Golden values are from 50-digit decimal arithmetic; 1e-13 % is a few ulp of a double. */
class StableMathTest {

    private static final double FEW_ULP_PERCENT = 1e-13;

    @ParameterizedTest
    @CsvSource({
        "-40, 4.248354255291588977281e-18, 4.248354255291588986305e-18",
        "-1.5, 0.18242552380635634039, 0.20141327798275240949948",
        "0.25, 0.56217650088579810402732, 0.8259394198788435622",
        "3, 0.95257412682243321912115, 3.0485873515737420587589",
        "40, 0.99999999999999999575, 40.00000000000000000424835"
    })
    void sigmoidAndSoftplusMatchManyDigitArithmetic(double x, double sigmoid, double softplus) {
        assertThat(StableMath.sigmoid(x)).isCloseTo(sigmoid, withinPercentage(FEW_ULP_PERCENT));
        assertThat(StableMath.softplus(x)).isCloseTo(softplus, withinPercentage(FEW_ULP_PERCENT));
    }

    @ParameterizedTest
    @CsvSource({"1e-20, -46.0517018598809136804", "0.3, -0.84729786038720361371", "0.999, 6.9067547786485535185538"})
    void logitMatchesManyDigitArithmetic(double p, double expected) {
        // 0.999 has a rounding error of its own, magnified 1000 times by the logit.
        assertThat(StableMath.logit(p)).isCloseTo(expected, withinPercentage(1e-12));
    }

    @Test
    void sigmoidReachesItsLimits() {
        assertThat(StableMath.sigmoid(-800)).isZero();
        assertThat(StableMath.sigmoid(800)).isEqualTo(1);
        assertThat(StableMath.sigmoid(Double.NEGATIVE_INFINITY)).isZero();
    }

    @Test
    void softplusDoesNotOverflow() {
        assertThat(StableMath.softplus(1e300)).isEqualTo(1e300);
        assertThat(StableMath.softplus(-800)).isZero();
        assertThat(StableMath.softplus(Double.POSITIVE_INFINITY)).isEqualTo(Double.POSITIVE_INFINITY);
    }

    @Test
    void logitIsInfiniteAtZeroAndOne() {
        assertThat(StableMath.logit(0)).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(StableMath.logit(1)).isEqualTo(Double.POSITIVE_INFINITY);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.999999, -0.6, -0.3, -1e-3, -1e-12, -1e-17, 0, 1e-300, 1e-17, 1e-9, 1e-3, 0.4, 3, 1e20})
    void log1pMatchesTheJdk(double x) {
        assertThat(StableMath.log1p(x)).isCloseTo(Math.log1p(x), withinPercentage(FEW_ULP_PERCENT));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-30, -2, -0.4, -1e-3, -1e-12, -0.0, 0, 1e-300, 1e-17, 1e-9, 1e-3, 0.3, 0.5, 4, 400})
    void tanhMatchesTheJdk(double x) {
        assertThat(StableMath.tanh(x)).isCloseTo(Math.tanh(x), withinPercentage(FEW_ULP_PERCENT));
    }

    @Test
    void log1pReachesItsLimits() {
        assertThat(StableMath.log1p(-1)).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(StableMath.log1p(Double.POSITIVE_INFINITY)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(StableMath.log1p(Double.NaN)).isNaN();
    }

    @Test
    void tanhReachesItsLimits() {
        assertThat(StableMath.tanh(Double.NEGATIVE_INFINITY)).isEqualTo(-1);
        assertThat(StableMath.tanh(Double.NaN)).isNaN();
    }

    @Test
    void logitOutsideTheUnitIntervalIsNaN() {
        assertThat(StableMath.logit(-0.1)).isNaN();
        assertThat(StableMath.logit(1.1)).isNaN();
    }

    @Test
    void xLogYIsZeroForAWeightOfZero() {
        assertThat(StableMath.xLogY(0, 0)).isZero();
        assertThat(StableMath.xLogY(0.5, 0)).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(StableMath.xLogY(2, Math.E)).isEqualTo(2);
    }

    @SeededProperty
    void logitInvertsTheSigmoid(@ForAll @DoubleRange(min = -30, max = 15) double x) {
        // Near p = 1 one ulp of p moves the logit by ulp / (1 - p), 3e6 ulp at x = 15.
        assertThat(StableMath.logit(StableMath.sigmoid(x))).isCloseTo(x, within(1e-9));
    }

    @SeededProperty
    void theSigmoidOfTheNegativeIsTheComplement(@ForAll @DoubleRange(min = -700, max = 700) double x) {
        assertThat(StableMath.sigmoid(x) + StableMath.sigmoid(-x)).isCloseTo(1, within(1e-15));
    }

    @SeededProperty
    void softplusMinusItsMirrorImageIsTheArgument(@ForAll @DoubleRange(min = -1e3, max = 1e3) double x) {
        assertThat(StableMath.softplus(x) - StableMath.softplus(-x)).isCloseTo(x, within(1e-12));
    }
}
