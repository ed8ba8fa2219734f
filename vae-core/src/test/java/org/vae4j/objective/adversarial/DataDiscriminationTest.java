package org.vae4j.objective.adversarial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class DataDiscriminationTest {

    /**
     * Examples, reconstructions and samples on a space of three points, each point as often as its law says. At ℓ = log
     * p / (q + r) the slopes of all logits of a point add up to nothing.
     */
    @Test
    void isMinimalWhereTheLogitIsTheRatioOfTheLaws() {
        int[][] often = {{6, 2, 4}, {1, 5, 3}, {6, 4, 8}};
        double[] logits = new double[12 + 9 + 18];
        int[] point = new int[12 + 9 + 18];
        int n = 0;
        for (int[] law : often) {
            for (int v = 0; v < 3; v++) {
                for (int k = 0; k < law[v]; k++) {
                    point[n++] = v;
                }
            }
        }
        DataDiscrimination.Counts counts = new DataDiscrimination.Counts(12, 9, 18);
        for (int i = 0; i < n; i++) {
            int v = point[i];
            logits[i] = Math.log(often[0][v] / 12.0) - Math.log(often[1][v] / 9.0 + often[2][v] / 18.0);
        }
        double[] slopes = new double[n];
        double least = DataDiscrimination.of(logits, counts, slopes).nats();
        double[] ofPoints = new double[3];
        for (int i = 0; i < n; i++) {
            ofPoints[point[i]] += slopes[i];
        }
        assertThat(ofPoints).containsExactly(new double[3], within(1e-12));
        for (double moved : new double[] {-0.1, 0.1}) {
            double[] other = logits.clone();
            for (int i = 0; i < n; i++) {
                other[i] += point[i] == 1 ? moved : 0;
            }
            assertThat(DataDiscrimination.of(other, counts, slopes).nats()).isGreaterThan(least + 1e-4);
        }
    }

    @Test
    void slopesAreThoseOfTheSumOverTheExamples() {
        double[] logits = {0.3, -1.2, 2, 0.1, -0.4, 1.1, 0.9};
        DataDiscrimination.Counts counts = new DataDiscrimination.Counts(2, 4, 1);
        double[] slopes = new double[logits.length];
        DataDiscrimination.of(logits, counts, slopes);
        for (int i = 0; i < logits.length; i++) {
            double[] moved = logits.clone();
            moved[i] += 1e-5;
            double above = DataDiscrimination.of(moved, counts, new double[7]).nats();
            moved[i] -= 2e-5;
            double below = DataDiscrimination.of(moved, counts, new double[7]).nats();
            assertThat(slopes[i]).isCloseTo(2 * (above - below) / 2e-5, within(1e-8));
        }
    }

    /** Right of the examples: one of two; of what is made: one of five, and one that is half right. */
    @Test
    void countsWhatIsToldRightly() {
        DataDiscrimination found = DataDiscrimination.of(
                new double[] {1, -1, -2, 2, 3, 0, 4}, new DataDiscrimination.Counts(2, 4, 1), new double[7]);
        assertThat(found.accuracy()).isCloseTo((0.5 + 1.5 / 5) / 2, within(1e-15));
        DataDiscrimination blind =
                DataDiscrimination.of(new double[3], new DataDiscrimination.Counts(1, 1, 1), new double[3]);
        assertThat(blind.nats()).isCloseTo(3 * Math.log(2), within(1e-15));
    }

    @Test
    void anEquilibriumSaysWhoPauses() {
        Equilibrium gate = new Equilibrium(0.7, 0.2);
        assertThat(gate.discriminatorLearns(0.4, 0.6)).isFalse();
        assertThat(gate.decoderLearns(0.4, 0.6)).isTrue();
        assertThat(gate.discriminatorLearns(0.6, 1)).isTrue();
        assertThat(gate.decoderLearns(0.6, 1)).isFalse();
        // Both would pause.
        assertThat(gate.discriminatorLearns(0.4, 1)).isTrue();
        assertThat(gate.decoderLearns(0.4, 1)).isTrue();
        assertThat(new Equilibrium(0.7, 0).discriminatorLearns(0, 0)).isTrue();
        assertThatThrownBy(() -> new Equilibrium(Double.NaN, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected finite numbers");
    }
}
