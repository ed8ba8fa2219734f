package org.vae4j.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.testing.Values;

class LatentNoiseTest {

    private static final int EXAMPLES = 7;
    private static final int DRAWS = 3;
    private static final int LATENT = 4;

    private static LatentNoise noise(String role) {
        return new LatentNoise(17, role, 1, DataType.DOUBLE);
    }

    /** Draws three times for each of seven examples, and then for some of the examples alone. */
    @ParameterizedTest
    @CsvSource({"0, 3", "3, 4", "6, 1"})
    void partOfABatchGetsTheSameNoiseAsTheWholeBatch(int first, int examples) {
        LatentNoise noise = noise("latent");
        noise.use(NoisePosition.training(0).ofExamples(EXAMPLES));
        double[] expected = Values.of(noise.at(5, DRAWS * EXAMPLES, LATENT));
        noise.use(NoisePosition.training(first).ofExamples(examples));
        double[] found = Values.of(noise.at(5, DRAWS * examples, LATENT));
        for (int dimension = 0; dimension < LATENT; dimension++) {
            for (int draw = 0; draw < DRAWS; draw++) {
                for (int example = 0; example < examples; example++) {
                    assertThat(found[at(dimension, draw, example, examples)])
                            .isEqualTo(expected[at(dimension, draw, first + example, EXAMPLES)]);
                }
            }
        }
    }

    /** The index of a number in column order, where rows are ordered by draw and then by example. */
    private static int at(int dimension, int draw, int example, int examples) {
        return (dimension * DRAWS + draw) * examples + example;
    }

    @Test
    void noiseDiffersByRoleIterationSeedAndPurpose() {
        double[][] all = {
            Values.of(noise("a").at(0, 3, 2)),
            Values.of(noise("a").at(1, 3, 2)),
            Values.of(noise("b").at(0, 3, 2)),
            Values.of(new LatentNoise(18, "a", 1, DataType.DOUBLE).at(0, 3, 2)),
            evaluated("a", 17, 0),
            evaluated("a", 18, 0),
            evaluated("b", 17, 0),
        };
        double[] values = Arrays.stream(all).flatMapToDouble(Arrays::stream).toArray();
        assertThat(values).doesNotHaveDuplicates();
    }

    @Test
    void noiseOfAnEvaluationDoesNotDependOnTheIteration() {
        assertThat(evaluated("a", 17, 9)).isEqualTo(evaluated("a", 17, 0));
    }

    @Test
    void givenNumbersTakeThePlaceOfDraws() {
        LatentNoise noise = noise("a");
        noise.give(new double[] {1, 2, 3, 4, 5, 6});
        assertThat(Values.of(noise.at(0, 3, 2))).containsExactly(1, 2, 3, 4, 5, 6);
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 7})
    void refusesAnotherCountOfGivenNumbers(int count) {
        LatentNoise noise = noise("a");
        noise.give(new double[count]);
        assertThatThrownBy(() -> noise.at(0, 3, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("found " + count + " numbers in place of the noise \"a\", expected 3 rows of 2");
    }

    private static double[] evaluated(String role, long seed, int iteration) {
        LatentNoise noise = noise(role);
        noise.use(NoisePosition.evaluation(seed));
        return Values.of(noise.at(iteration, 3, 2));
    }

    @Test
    void smallerBatchesUseTheMemoryOfTheLargest() {
        LatentNoise noise = noise("latent");
        long address = noise.at(0, 100, 3).array().data().address();
        for (int rows = 1; rows <= 100; rows++) {
            double[] found = Values.of(noise.at(0, rows, 3));
            assertThat(noise.at(0, rows, 3).array().data().address()).isEqualTo(address);
            assertThat(found).isEqualTo(Values.of(noise("latent").at(0, rows, 3)));
        }
    }
}
