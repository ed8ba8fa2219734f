package org.vae4j.info;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.domains.Domain;
import org.junit.jupiter.api.Test;
import org.vae4j.info.Distributions.Distribution;
import org.vae4j.info.Distributions.Pair;
import org.vae4j.testing.SeededProperty;

@Domain(Distributions.class)
class DivergenceTest {

    private static final double[] FAIR = {0.5, 0.5};
    private static final double[] BENT = {0.9, 0.1};

    @Test
    void klMatchesHandCalculationAndIsNotSymmetric() {
        // 0.5 log(0.5/0.9) + 0.5 log(0.5/0.1) and 0.9 log(0.9/0.5) + 0.1 log(0.1/0.5).
        assertThat(Divergence.kl(FAIR, BENT)).isCloseTo(0.5108256237659907, within(1e-15));
        assertThat(Divergence.kl(BENT, FAIR)).isCloseTo(0.3680642071684971, within(1e-15));
    }

    @Test
    void klIsInfiniteWhereAPossibleOutcomeIsRuledOutButNotTheOtherWayRound() {
        double[] certain = {1, 0};
        assertThat(Divergence.kl(FAIR, certain)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(Divergence.klByRatios(FAIR, certain)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(Divergence.klByEntropies(FAIR, certain)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(Divergence.kl(certain, FAIR)).isCloseTo(Math.log(2), within(1e-15));
    }

    @SeededProperty
    void threeFormsOfKlAgree(@ForAll Pair pair) {
        double kl = Divergence.kl(pair.p(), pair.q());
        if (Double.isInfinite(kl)) {
            assertThat(Divergence.klByRatios(pair.p(), pair.q())).isInfinite();
            assertThat(Divergence.klByEntropies(pair.p(), pair.q())).isInfinite();
        } else {
            // Up to 12 terms of log-ratios as large as 700.
            assertThat(Divergence.klByRatios(pair.p(), pair.q())).isCloseTo(kl, within(1e-12));
            assertThat(Divergence.klByEntropies(pair.p(), pair.q())).isCloseTo(kl, within(1e-12));
        }
    }

    @SeededProperty
    void klIsNeverNegative(@ForAll Pair pair) {
        assertThat(Divergence.kl(pair.p(), pair.q())).isNotNegative();
    }

    @SeededProperty
    void klOfEqualDistributionsIsZero(@ForAll Distribution same) {
        assertThat(Divergence.kl(same.p(), same.p().clone())).isZero();
    }

    @SeededProperty
    void klOfTinyDifferencesIsItsSecondOrder(@ForAll Distribution d) {
        double[] q = d.p().clone();
        int largest = 0;
        for (int i = 0; i < q.length; i++) {
            largest = q[i] > q[largest] ? i : largest;
        }
        int other = (largest + 1) % q.length;
        if (q.length == 1 || q[other] < 1e-3) {
            return;
        }
        double step = 1e-9 * q[other];
        q[largest] += step;
        q[other] -= step;
        // To second order sum (p - q)^2 / 2p, about 1e-18, far below an ulp of the entropies.
        double expected = 0.5 * step * step * (1 / d.p()[largest] + 1 / d.p()[other]);
        assertThat(Divergence.kl(d.p(), q)).isCloseTo(expected, within(1e-3 * expected + 1e-22));
    }

    @SeededProperty
    void jensenShannonIsSymmetricAndBounded(@ForAll Pair pair) {
        double js = Divergence.jensenShannon(pair.p(), pair.q());
        assertThat(js).isEqualTo(Divergence.jensenShannon(pair.q(), pair.p())).isBetween(0.0, Math.log(2) + 1e-15);
    }

    @SeededProperty
    void jensenShannonIsTheMeanKlFromTheMixture(@ForAll Pair pair) {
        double[] mixture = new double[pair.p().length];
        Arrays.setAll(mixture, i -> (pair.p()[i] + pair.q()[i]) / 2);
        double expected = (Divergence.kl(pair.p(), mixture) + Divergence.kl(pair.q(), mixture)) / 2;
        assertThat(Divergence.jensenShannon(pair.p(), pair.q())).isCloseTo(expected, within(1e-14));
    }

    @Test
    void jensenShannonOfDisjointDistributionsIsLogTwo() {
        assertThat(Divergence.jensenShannon(new double[] {1, 0}, new double[] {0, 1}))
                .isCloseTo(Math.log(2), within(1e-15));
    }

    @SeededProperty
    void rootOfJensenShannonObeysTheTriangleInequality(@ForAll Pair pair, @ForAll Distribution other) {
        if (other.p().length != pair.p().length) {
            return;
        }
        double direct = Math.sqrt(Divergence.jensenShannon(pair.p(), pair.q()));
        double detour = Math.sqrt(Divergence.jensenShannon(pair.p(), other.p()))
                + Math.sqrt(Divergence.jensenShannon(other.p(), pair.q()));
        assertThat(direct).isLessThanOrEqualTo(detour + 1e-12);
    }

    @Test
    void probabilitiesThatDoNotSumToOneAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Divergence.kl(FAIR, new double[] {0.5, 0.6}))
                .withMessageContaining("q: found probabilities that sum to 1.1");
    }

    @Test
    void negativeProbabilityIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Divergence.klByRatios(new double[] {2, -1}, FAIR))
                .withMessageContaining("p: found -1.0 at index 1");
    }

    @Test
    void distributionsOverDifferentOutcomesAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Divergence.jensenShannon(FAIR, new double[] {1}));
    }
}
