package org.vae4j.eval.ood;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.vae4j.math.GaussianNoise;
import org.vae4j.testing.SeededProperty;

class AurocTest {

    @Test
    void countsEveryPairWithTiesHalf() {
        // Of the six pairs 3 > 1, 3 > 2, 2 > 1 and 2 = 2 once, 1 = 1 once, 1 < 2 once: (3 + 2 · ½) / 6.
        assertThat(Auroc.of(new double[] {3, 2, 1}, new double[] {1, 2}).value())
                .isCloseTo(4 / 6.0, within(1e-15));
    }

    @SeededProperty
    void valueIsTheShareOfOrderedPairs(
            @ForAll @Size(min = 2, max = 12) int @IntRange(min = -4, max = 4) [] high,
            @ForAll @Size(min = 2, max = 12) int @IntRange(min = -4, max = 4) [] low) {
        double pairs = 0;
        for (int a : high) {
            for (int b : low) {
                pairs += a > b ? 1 : a == b ? 0.5 : 0;
            }
        }
        Auroc auroc = Auroc.of(doubles(high), doubles(low));
        assertThat(auroc.value()).isCloseTo(pairs / high.length / low.length, within(1e-12));
        assertThat(auroc.lower()).isLessThanOrEqualTo(auroc.value() + 1e-12).isGreaterThanOrEqualTo(0);
        assertThat(auroc.upper()).isGreaterThanOrEqualTo(auroc.value() - 1e-12).isLessThanOrEqualTo(1);
        // Exchanging the classes reflects the area.
        assertThat(Auroc.of(doubles(low), doubles(high)).value()).isCloseTo(1 - auroc.value(), within(1e-12));
    }

    @Test
    void valueIsOneHalfForTiesAlone() {
        Auroc ties = Auroc.of(new double[] {5, 5, 5}, new double[] {5, 5});
        assertThat(ties.value()).isEqualTo(0.5);
    }

    @Test
    void valueIsZeroForReversedScores() {
        assertThat(Auroc.of(new double[] {-1, 0}, new double[] {1, 2}).value()).isZero();
    }

    @Test
    void intervalOfPerfectScoresIsThatOfClopperAndPearson() {
        Auroc perfect = Auroc.of(new double[] {2, Double.POSITIVE_INFINITY}, new double[] {-1, 0, 1});
        assertThat(perfect.value()).isEqualTo(1);
        assertThat(perfect.upper()).isEqualTo(1);
        // Two independent pairs that both agree: p² = 0.025.
        assertThat(perfect.lower()).isCloseTo(Math.sqrt(0.025), within(1e-12));
    }

    @Test
    void standardErrorIsThatOfDeLong() {
        // By hand: placements of the positives 1, 1, 2/3 (mean 8/9), of the negatives 0, 0, 1/3.
        Auroc auroc = Auroc.of(new double[] {9, 8, 5}, new double[] {1, 2, 6});
        assertThat(auroc.value()).isCloseTo(8 / 9.0, within(1e-15));
        double variance = 1 / 27.0;
        assertThat(auroc.standardError()).isCloseTo(Math.sqrt(variance / 3 + variance / 3), within(1e-12));
    }

    /** Two normal distributions one standard deviation apart: the area is Φ(1/√2). */
    @Test
    void intervalCoversTheTrueAreaIn95PercentOfSamples() {
        double truth = 0.760249938906523;
        int covered = 0;
        int repeats = 400;
        for (int seed = 0; seed < repeats; seed++) {
            double[] high = GaussianNoise.draw(2L * seed, 60);
            for (int i = 0; i < high.length; i++) {
                high[i] += 1;
            }
            Auroc auroc = Auroc.of(high, GaussianNoise.draw(2L * seed + 1, 80));
            covered += auroc.lower() <= truth && truth <= auroc.upper() ? 1 : 0;
        }
        // 95 % of 400 is 380 with a standard deviation of 4.4.
        assertThat(covered).isBetween(364, 396);
    }

    @Test
    void refusesASingleScore() {
        assertThatThrownBy(() -> Auroc.of(new double[] {1}, new double[] {1, 2}))
                .hasMessageContaining("found 1 positive");
    }

    @Test
    void refusesAScoreThatIsNaN() {
        assertThatThrownBy(() -> Auroc.of(new double[] {1, 2}, new double[] {1, Double.NaN}))
                .hasMessageContaining("negative score that is not a number");
    }

    private static double[] doubles(int[] values) {
        return Arrays.stream(values).asDoubleStream().toArray();
    }
}
