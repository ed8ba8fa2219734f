package org.vae4j.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.vae4j.info.Divergence;
import org.vae4j.info.Information;
import org.vae4j.math.StableMath;
import org.vae4j.testing.SeededProperty;

/** Each formula against the enumeration of both outcomes. */
class BernoulliTest {

    private static final double INFINITY = Double.POSITIVE_INFINITY;

    @SeededProperty
    void formulasMatchEnumeration(
            @ForAll @DoubleRange(min = -15, max = 15) double logit,
            @ForAll @DoubleRange(min = -15, max = 15) double otherLogit) {
        double[] p = {StableMath.sigmoid(-logit), StableMath.sigmoid(logit)};
        double[] q = {StableMath.sigmoid(-otherLogit), StableMath.sigmoid(otherLogit)};
        assertThat(Bernoulli.logProbability(0, logit)).isCloseTo(Math.log(p[0]), within(1e-13));
        assertThat(Bernoulli.logProbability(1, logit)).isCloseTo(Math.log(p[1]), within(1e-13));
        assertThat(Bernoulli.entropy(logit)).isCloseTo(Information.entropy(p), within(1e-14));
        assertThat(Bernoulli.kl(logit, otherLogit)).isNotNegative().isCloseTo(Divergence.kl(p, q), within(1e-13));
    }

    @SeededProperty
    void negLogProbabilityOfAGreyPixelIsTheCrossEntropy(
            @ForAll @DoubleRange(min = 0, max = 1) double x, @ForAll @DoubleRange(min = -9, max = 9) double logit) {
        double[] p = {1 - x, x};
        double[] q = {StableMath.sigmoid(-logit), StableMath.sigmoid(logit)};
        assertThat(-Bernoulli.logProbability(x, logit)).isCloseTo(Information.crossEntropy(p, q), within(1e-13));
    }

    @Test
    void logProbabilityOfAConfidentlyWrongLogitIsNotClipped() {
        assertThat(Bernoulli.logProbability(0, 1000)).isEqualTo(-1000);
        assertThat(Bernoulli.logProbability(1, -1000)).isEqualTo(-1000);
        assertThat(Bernoulli.logProbability(1, 40)).isCloseTo(-Math.exp(-40), within(1e-30));
    }

    @Test
    void infiniteLogitsReachTheirLimits() {
        assertThat(Bernoulli.logProbability(1, INFINITY)).isZero();
        assertThat(Bernoulli.logProbability(0, INFINITY)).isEqualTo(-INFINITY);
        assertThat(Bernoulli.entropy(INFINITY)).isZero();
        assertThat(Bernoulli.entropy(0)).isCloseTo(Math.log(2), within(1e-15));
        assertThat(Bernoulli.kl(INFINITY, INFINITY)).isZero();
        assertThat(Bernoulli.kl(0, INFINITY)).isEqualTo(INFINITY);
        assertThat(Bernoulli.kl(-INFINITY, 0)).isCloseTo(Math.log(2), within(1e-15));
    }

    @Test
    void sampleIsOneWhereTheNoiseIsBelowTheProbability() {
        double logit = StableMath.logit(0.3);
        assertThat(Bernoulli.sample(logit, 0.299)).isEqualTo(1);
        assertThat(Bernoulli.sample(logit, 0.301)).isZero();
        assertThat(Bernoulli.sample(-INFINITY, 0)).isZero();
        assertThat(Bernoulli.sample(INFINITY, Math.nextDown(1.0))).isEqualTo(1);
    }
}
