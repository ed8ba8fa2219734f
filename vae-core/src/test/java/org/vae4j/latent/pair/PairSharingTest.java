package org.vae4j.latent.pair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
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
    void averagesMeansAndVariances() {
        assertThat(shared(new AveragedPairs(), 1, Math.log(0.5), 4, Math.log(2)))
                .containsExactly(new double[] {2.5, Math.log(1.25)}, within(1e-15));
        // The larger variance is half of the mean's double, however far the two are apart.
        assertThat(shared(new AveragedPairs(), 0, 900, 0, -900)[1]).isCloseTo(900 - Math.log(2), within(1e-12));
    }

    @Test
    void anAverageOfEqualPosteriorsIsThemToTheBit() {
        assertThat(shared(new AveragedPairs(), 0.1, -0.7, 0.1, -0.7)).containsExactly(0.1, -0.7);
    }

    /** The product of the two densities, normalised by a sum over a fine grid. */
    @Test
    void multipliesDensities() {
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
        assertThat(shared(new MultipliedPairs(), 2, 0.3, 2, 0.3))
                .containsExactly(new double[] {2, 0.3 - Math.log(2)}, within(1e-15));
        assertThat(shared(new MultipliedPairs(), 2, 900, 1, -900)).containsExactly(1, -900);
    }

    @ParameterizedTest
    @MethodSource("sharing")
    void gradientsAreSlopes(PairSharing sharing) {
        Random random = new Random(2);
        for (int turn = 0; turn < 10; turn++) {
            double[] pair = random.doubles(4, -2, 2).toArray();
            double[] toShared = random.doubles(2, -1, 1).toArray();
            double[] found = new double[4];
            sharing.averageGradient(pair, toShared, found);
            for (int i = 0; i < 4; i++) {
                double[] above = pair.clone();
                double[] below = pair.clone();
                above[i] += 1e-5;
                below[i] -= 1e-5;
                double[] high = shared(sharing, above);
                double[] low = shared(sharing, below);
                double slope = (toShared[0] * (high[0] - low[0]) + toShared[1] * (high[1] - low[1])) / 2e-5;
                assertThat(found[i]).isCloseTo(slope, within(1e-9));
            }
        }
    }

    /** KL(q₁ ‖ q₂) by a sum over a fine grid. */
    @Test
    void divergencesAreThoseOfGaussians() {
        double[] pair = {0.4, Math.log(0.6), -0.3, Math.log(0.9)};
        double[] back = {-0.3, Math.log(0.9), 0.4, Math.log(0.6)};
        double forward = kl(pair);
        assertThat(new SharedDimensions(0, Divergence.FORWARD).between(pair)).isCloseTo(forward, within(1e-9));
        assertThat(new SharedDimensions(0, Divergence.SYMMETRIC).between(pair))
                .isCloseTo((forward + kl(back)) / 2, within(1e-9));
        assertThat(new SharedDimensions(0, Divergence.FORWARD).between(new double[] {3, 2, 3, 2}))
                .isZero();
    }

    private static double kl(double[] pair) {
        double sum = 0;
        for (double z = -12; z < 12; z += 1e-3) {
            double p = logNormal(z, pair[0], pair[1]);
            sum += 1e-3 * Math.exp(p) * (p - logNormal(z, pair[2], pair[3]));
        }
        return sum;
    }

    private static double logNormal(double z, double mean, double logVar) {
        return -0.5 * ((z - mean) * (z - mean) * Math.exp(-logVar) + logVar + Math.log(2 * Math.PI));
    }

    @Test
    void dimensionsAreSharedBelowTheMiddle() {
        SharedDimensions unknown = new SharedDimensions(0, Divergence.FORWARD);
        assertThat(unknown.among(new double[] {0.1, 5, 2.5, 2.6, 0})).containsExactly(true, false, true, false, true);
        assertThat(unknown.among(new double[] {0, 0, 0})).containsExactly(true, true, true);
    }

    @Test
    void aKnownNumberOfDimensionsChanges() {
        double[] divergences = {0.1, 5, 2.5, 2.6, 0};
        assertThat(new SharedDimensions(1, Divergence.FORWARD).among(divergences))
                .containsExactly(true, false, true, true, true);
        assertThat(new SharedDimensions(3, Divergence.FORWARD).among(divergences))
                .containsExactly(true, false, false, false, true);
        assertThat(new SharedDimensions(7, Divergence.FORWARD).among(divergences))
                .containsOnly(false);
    }

    @Test
    void liveInModelFilesAndAreFoundByName() throws Exception {
        ObjectMapper mapper = new ObjectMapper();
        List<PairSharing> all = List.of(
                new NoPairs(), new SeparatePairs(), new AveragedPairs(2, Divergence.SYMMETRIC), new MultipliedPairs());
        for (PairSharing sharing : all) {
            assertThat(mapper.readValue(mapper.writeValueAsString(sharing), PairSharing.class))
                    .isEqualTo(sharing);
            assertThat(Registry.of(PairSharing.class).get(sharing.name())).hasSameClassAs(sharing);
        }
        assertThatThrownBy(() -> new AveragedPairs(-1, Divergence.FORWARD)).hasMessageContaining("changed: found -1");
    }
}
