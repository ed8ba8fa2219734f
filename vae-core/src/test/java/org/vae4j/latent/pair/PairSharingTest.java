package org.vae4j.latent.pair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.vae4j.extension.Registry;
import org.vae4j.latent.pair.SharedDimensions.Divergence;

class PairSharingTest {

    static Stream<PairSharing> sharing() {
        return Stream.of(new AveragedPairs(), new MultipliedPairs());
    }

    private static double[] shared(PairSharing sharing, double... pair) {
        double[] shared = new double[2];
        sharing.average(pair, shared);
        return shared;
    }

    @Test
    void averageHasTheMeanOfTheMeansAndOfTheVariances() {
        assertThat(shared(new AveragedPairs(), 1, Math.log(0.5), 4, Math.log(2)))
                .containsExactly(new double[] {2.5, Math.log(1.25)}, within(1e-15));
    }

    /** The variance e^900 overflows no double as a logarithm. */
    @Test
    void averageOfVeryDifferentVariancesIsHalfTheLarger() {
        assertThat(shared(new AveragedPairs(), 0, 900, 0, -900)[1]).isCloseTo(900 - Math.log(2), within(1e-12));
    }

    @Test
    void averageOfEqualPosteriorsIsTheSameToTheBit() {
        assertThat(shared(new AveragedPairs(), 0.1, -0.7, 0.1, -0.7)).containsExactly(0.1, -0.7);
    }

    /** A sum over a fine grid normalises the product of the two densities. */
    @Test
    void productHasTheMomentsOfTheProductOfDensities() {
        double[] pair = {0.4, Math.log(0.6), -1.1, Math.log(1.7)};
        double mass = 0;
        double first = 0;
        double second = 0;
        for (double z = -12; z < 12; z += 1e-3) {
            double p = Math.exp(-0.5 * (z - 0.4) * (z - 0.4) / 0.6 - 0.5 * (z + 1.1) * (z + 1.1) / 1.7);
            mass += p;
            first += p * z;
            second += p * z * z;
        }
        double mean = first / mass;
        assertThat(shared(new MultipliedPairs(), pair))
                .containsExactly(new double[] {mean, Math.log(second / mass - mean * mean)}, within(1e-9));
    }

    @Test
    void productOfEqualPosteriorsHasHalfTheirVariance() {
        assertThat(shared(new MultipliedPairs(), 2, 0.3, 2, 0.3))
                .containsExactly(new double[] {2, 0.3 - Math.log(2)}, within(1e-15));
    }

    @Test
    void productOfVeryDifferentVariancesIsTheNarrower() {
        assertThat(shared(new MultipliedPairs(), 2, 900, 1, -900)).containsExactly(1, -900);
    }

    @ParameterizedTest
    @MethodSource("sharing")
    void averageGradientMatchesFiniteDifferences(PairSharing sharing) {
        double h = 1e-5;
        Random random = new Random(2);
        for (int turn = 0; turn < 10; turn++) {
            double[] pair = random.doubles(4, -2, 2).toArray();
            double[] toShared = random.doubles(2, -1, 1).toArray();
            double[] found = new double[4];
            sharing.averageGradient(pair, toShared, found);
            for (int i = 0; i < 4; i++) {
                double[] above = pair.clone();
                double[] below = pair.clone();
                above[i] += h;
                below[i] -= h;
                double[] high = shared(sharing, above);
                double[] low = shared(sharing, below);
                double slope = (toShared[0] * (high[0] - low[0]) + toShared[1] * (high[1] - low[1])) / (2 * h);
                assertThat(found[i]).as("turn %d, value %d", turn, i).isCloseTo(slope, within(1e-9));
            }
        }
    }

    static Stream<PairSharing> allSharing() {
        return Stream.of(
                new NoPairs(), new SeparatePairs(), new AveragedPairs(2, Divergence.SYMMETRIC), new MultipliedPairs());
    }

    @ParameterizedTest
    @MethodSource("allSharing")
    void sharingSurvivesJson(PairSharing sharing) throws Exception {
        ObjectMapper mapper = new ObjectMapper();
        assertThat(mapper.readValue(mapper.writeValueAsString(sharing), PairSharing.class))
                .isEqualTo(sharing);
    }

    @ParameterizedTest
    @MethodSource("allSharing")
    void sharingIsFoundByItsName(PairSharing sharing) {
        assertThat(Registry.of(PairSharing.class).get(sharing.name())).hasSameClassAs(sharing);
    }

    @Test
    void negativeNumberOfChangedDimensionsIsRefused() {
        assertThatThrownBy(() -> new AveragedPairs(-1, Divergence.FORWARD)).hasMessageContaining("changed: found -1");
    }
}
