package org.vae4j.info;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vae4j.info.Distributions.Distribution;
import org.vae4j.info.Distributions.Joint;
import org.vae4j.testing.SeededProperty;

/** Tolerance 1e-14: sums of at most 25 terms of order 1, each right to an ulp. */
@Domain(Distributions.class)
@Domain(DomainContext.Global.class)
class InformationTest {

    private static final double ROUNDING = 1e-14;

    @Test
    void selfInformationOfACertainEventIsPositiveZero() {
        assertThat(Information.selfInformation(1)).isEqualTo(0.0);
        assertThat(1 / Information.selfInformation(1)).as("not negative zero").isPositive();
    }

    @Test
    void selfInformationOfAnImpossibleEventIsInfinite() {
        assertThat(Information.selfInformation(0)).isEqualTo(Double.POSITIVE_INFINITY);
    }

    @Test
    void selfInformationOfAQuarterIsTwoBits() {
        assertThat(Nats.toBits(Information.selfInformation(0.25))).isCloseTo(2, within(ROUNDING));
    }

    @SeededProperty
    void selfInformationGrowsWithRarity(@ForAll @DoubleRange(min = -300, max = -0.05) double exponent) {
        double p = Math.pow(10, exponent);
        assertThat(Information.selfInformation(p)).isGreaterThan(Information.selfInformation(p * 1.1));
    }

    @Test
    void entropyMatchesHandCalculation() {
        assertThat(Information.entropy(1)).isZero();
        assertThat(Information.entropy(1, 0)).isZero();
        assertThat(Nats.toBits(Information.entropy(0.5, 0.25, 0.125, 0.125))).isCloseTo(1.75, within(ROUNDING));
        assertThat(Nats.toBits(Information.entropy(0.1, 0.9))).isCloseTo(0.4689955935892812, within(ROUNDING));
    }

    @Test
    void jointMeasuresMatchHandCalculation() {
        // Cover and Thomas, example 2.2.1, in bits: H(X) = 7/4, H(Y) = 2, H(X|Y) = 11/8, H(X, Y) = 27/8.
        double[][] yThenX = {
            {1 / 8.0, 1 / 16.0, 1 / 32.0, 1 / 32.0},
            {1 / 16.0, 1 / 8.0, 1 / 32.0, 1 / 32.0},
            {1 / 16.0, 1 / 16.0, 1 / 16.0, 1 / 16.0},
            {1 / 4.0, 0, 0, 0}
        };
        assertThat(Nats.toBits(Information.entropy(Information.columnMarginal(yThenX))))
                .isCloseTo(7 / 4.0, within(ROUNDING));
        assertThat(Nats.toBits(Information.entropy(Information.rowMarginal(yThenX))))
                .isCloseTo(2, within(ROUNDING));
        assertThat(Nats.toBits(Information.conditionalEntropy(yThenX))).isCloseTo(11 / 8.0, within(ROUNDING));
        assertThat(Nats.toBits(Information.jointEntropy(yThenX))).isCloseTo(27 / 8.0, within(ROUNDING));
        assertThat(Nats.toBits(Information.mutualInformation(yThenX))).isCloseTo(3 / 8.0, within(ROUNDING));
    }

    @SeededProperty
    void entropyLiesBetweenZeroAndThatOfTheUniform(@ForAll Distribution d) {
        assertThat(Information.entropy(d.p())).isBetween(0.0, Math.log(d.p().length) + ROUNDING);
    }

    @SeededProperty
    void entropyOfTheUniformIsTheLogOfItsOutcomes(@ForAll @IntRange(min = 1, max = 50) int n) {
        double[] uniform = new double[n];
        Arrays.fill(uniform, 1.0 / n);
        assertThat(Information.entropy(uniform)).isCloseTo(Math.log(n), within(ROUNDING));
    }

    @SeededProperty
    void entropyIsTheExpectedSelfInformation(@ForAll Distribution d) {
        double expected = Arrays.stream(d.p())
                .map(p -> p == 0 ? 0 : p * Information.selfInformation(p))
                .sum();
        assertThat(Information.entropy(d.p())).isCloseTo(expected, within(ROUNDING));
        assertThat(Information.crossEntropy(d.p(), d.p())).isCloseTo(expected, within(ROUNDING));
    }

    @SeededProperty
    void entropyDoesNotDependOnOrderOrImpossibleOutcomes(@ForAll Distribution d) {
        double[] padded = new double[d.p().length + 1];
        for (int i = 0; i < d.p().length; i++) {
            padded[d.p().length - i] = d.p()[i];
        }
        assertThat(Information.entropy(padded)).isCloseTo(Information.entropy(d.p()), within(ROUNDING));
    }

    @SeededProperty
    void jointEntropyObeysTheChainRule(@ForAll Joint joint) {
        double hX = Information.entropy(Information.rowMarginal(joint.p()));
        double hYGivenX = Information.conditionalEntropy(joint.p());
        assertThat(Information.jointEntropy(joint.p())).isCloseTo(hX + hYGivenX, within(ROUNDING));
        assertThat(hYGivenX).isGreaterThanOrEqualTo(-ROUNDING);
    }

    @SeededProperty
    void mutualInformationMatchesItsEntropyFormulas(@ForAll Joint joint) {
        double hX = Information.entropy(Information.rowMarginal(joint.p()));
        double hY = Information.entropy(Information.columnMarginal(joint.p()));
        double information = Information.mutualInformation(joint.p());
        assertThat(information)
                .isCloseTo(hX + hY - Information.jointEntropy(joint.p()), within(ROUNDING))
                .isCloseTo(hY - Information.conditionalEntropy(joint.p()), within(ROUNDING))
                .isCloseTo(Information.mutualInformation(joint.transposed()), within(ROUNDING))
                .isBetween(0.0, Math.min(hX, hY) + ROUNDING);
    }

    @SeededProperty
    void mutualInformationOfIndependentVariablesIsZero(@ForAll Distribution x, @ForAll Distribution y) {
        double[][] product = new double[x.p().length][y.p().length];
        for (int i = 0; i < x.p().length; i++) {
            for (int j = 0; j < y.p().length; j++) {
                product[i][j] = x.p()[i] * y.p()[j];
            }
        }
        assertThat(Information.mutualInformation(product)).isBetween(0.0, ROUNDING);
    }

    @Test
    void mutualInformationOfVeryRarePairsIsFinite() {
        assertThat(Information.mutualInformation(new double[][] {{1e-200, 0}, {0, 1}}))
                .isBetween(0.0, 1e-190);
    }

    @Test
    void selfInformationOfAFairCoinIsOneBit() {
        assertThat(Nats.toBits(Information.selfInformation(0.5))).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1.1, Double.NaN, Double.POSITIVE_INFINITY})
    void probabilityOutOfRangeIsRefused(double p) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Information.selfInformation(p))
                .withMessage("p: found %s, expected a probability in [0, 1]", p);
    }

    @Test
    void entropyRefusesProbabilitiesThatDoNotSumToOne() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Information.entropy(0.5, 0.4))
                .withMessageContaining("sum to 0.9, expected 1");
    }

    @Test
    void entropyRefusesANegativeProbability() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Information.entropy(1.5, -0.5))
                .withMessage("p: found -0.5 at index 1, expected a number of at least 0");
    }

    @Test
    void entropyRefusesNaN() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Information.entropy(0.5, Double.NaN))
                .withMessageContaining("NaN at index 1");
    }

    @Test
    void entropyRefusesADistributionWithoutOutcomes() {
        assertThatIllegalArgumentException().isThrownBy(Information::entropy).withMessageContaining("no outcomes");
    }

    @Test
    void crossEntropyRefusesDifferentOutcomes() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Information.crossEntropy(new double[] {1}, new double[] {0.5, 0.5}))
                .withMessageContaining("over 1 and 2 outcomes");
    }

    @Test
    void jointEntropyRefusesRowsOfDifferentLengths() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Information.jointEntropy(new double[][] {{0.5, 0.25}, {0.25}}))
                .withMessageContaining("rows of 2 and 1");
    }

    @Test
    void jointEntropyRefusesATableWithoutRows() {
        assertThatIllegalArgumentException().isThrownBy(() -> Information.jointEntropy(new double[0][]));
    }
}
