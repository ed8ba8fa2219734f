package org.vae4j.objective.adversarial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vae4j.objective.adversarial.DataDiscrimination.Counts;

class DataDiscriminationTest {

    /** The numbers of examples, reconstructions and samples at each of three points. */
    private static final int[][] OCCURRENCES = {{6, 2, 4}, {1, 5, 3}, {6, 4, 8}};

    private static final Counts COUNTS = new Counts(12, 9, 18);

    /** The point of each input, in the order of the logits. */
    private static int[] points() {
        int[] points = new int[12 + 9 + 18];
        int n = 0;
        for (int[] occurrences : OCCURRENCES) {
            for (int point = 0; point < occurrences.length; point++) {
                for (int k = 0; k < occurrences[point]; k++) {
                    points[n++] = point;
                }
            }
        }
        return points;
    }

    /** ℓ = log p / (q + r) at each input, with the relative frequencies of its point. */
    private static double[] optimalLogits(int[] points) {
        double[] logits = new double[points.length];
        for (int i = 0; i < logits.length; i++) {
            double p = OCCURRENCES[0][points[i]] / 12.0;
            double q = OCCURRENCES[1][points[i]] / 9.0;
            double r = OCCURRENCES[2][points[i]] / 18.0;
            logits[i] = Math.log(p / (q + r));
        }
        return logits;
    }

    /** A function of a point is varied by all logits of that point together. */
    @Test
    void gradientVanishesAtTheOptimalLogits() {
        int[] points = points();
        double[] gradient = new double[points.length];
        DataDiscrimination.of(optimalLogits(points), COUNTS, gradient);
        double[] byPoint = new double[3];
        for (int i = 0; i < points.length; i++) {
            byPoint[points[i]] += gradient[i];
        }
        assertThat(byPoint).containsExactly(new double[3], within(1e-12));
    }

    @ParameterizedTest
    @CsvSource({"0, 0.1", "0, -0.1", "1, 0.1", "1, -0.1", "2, 0.1", "2, -0.1"})
    void lossRisesWhenTheOptimalLogitOfAPointIsMoved(int moved, double step) {
        int[] points = points();
        double[] logits = optimalLogits(points);
        double least =
                DataDiscrimination.of(logits, COUNTS, new double[points.length]).nats();
        for (int i = 0; i < points.length; i++) {
            logits[i] += points[i] == moved ? step : 0;
        }
        assertThat(DataDiscrimination.of(logits, COUNTS, new double[points.length])
                        .nats())
                .isGreaterThan(least + 1e-4);
    }

    /** The gradient is that of the number of examples times the loss. */
    @Test
    void gradientMatchesFiniteDifferences() {
        double[] logits = {0.3, -1.2, 2, 0.1, -0.4, 1.1, 0.9};
        Counts counts = new Counts(2, 4, 1);
        double[] gradient = new double[logits.length];
        DataDiscrimination.of(logits, counts, gradient);
        double h = 1e-5;
        for (int i = 0; i < logits.length; i++) {
            double[] above = logits.clone();
            above[i] += h;
            double[] below = logits.clone();
            below[i] -= h;
            double difference = DataDiscrimination.of(above, counts, new double[7])
                            .nats()
                    - DataDiscrimination.of(below, counts, new double[7]).nats();
            assertThat(gradient[i]).as("logit %d", i).isCloseTo(counts.examples() * difference / (2 * h), within(1e-8));
        }
    }

    /** Correct are one of two examples and, of five outputs of the decoder, one and a half: a logit of 0 is half. */
    @Test
    void accuracyIsTheMeanOfBothSharesOfCorrectDecisions() {
        double[] logits = {1, -1, -2, 2, 3, 0, 4};
        DataDiscrimination found = DataDiscrimination.of(logits, new Counts(2, 4, 1), new double[7]);
        assertThat(found.accuracy()).isCloseTo((0.5 + 1.5 / 5) / 2, within(1e-15));
    }

    @Test
    void aLogitOfZeroCostsLogTwoForEachKind() {
        DataDiscrimination blind = DataDiscrimination.of(new double[3], new Counts(1, 1, 1), new double[3]);
        assertThat(blind.realNats()).isCloseTo(Math.log(2), within(1e-15));
        assertThat(blind.nats()).isCloseTo(3 * Math.log(2), within(1e-15));
    }

    @ParameterizedTest
    @CsvSource({"0, 1, 1", "1, 0, 1", "1, 1, 0"})
    void refusesAKindWithoutInputs(int examples, int reconstructions, int samples) {
        assertThatThrownBy(() -> new Counts(examples, reconstructions, samples))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected at least one of each");
    }

    @Test
    void refusesCountsThatDoNotAddUpToTheLogits() {
        assertThatThrownBy(() -> DataDiscrimination.of(new double[6], new Counts(2, 4, 1), new double[6]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found 6 logits, expected 7");
    }
}
