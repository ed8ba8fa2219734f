package org.vae4j.layers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.testing.Values;

class LatentNoiseTest {

    private static LatentNoise noise(String role) {
        return new LatentNoise(17, role, 1, DataType.DOUBLE);
    }

    /** Of three draws for each example, parts of a batch of 7. */
    @Test
    void aPartOfABatchDrawsWhatTheWholeDoes() {
        LatentNoise noise = noise("latent");
        noise.use(NoisePosition.training(0).ofExamples(7));
        double[] whole = Values.of(noise.at(5, 21, 4));
        for (int[] part : new int[][] {{0, 3}, {3, 4}, {6, 1}}) {
            noise.use(NoisePosition.training(part[0]).ofExamples(part[1]));
            double[] found = Values.of(noise.at(5, 3 * part[1], 4));
            for (int j = 0; j < 4; j++) {
                for (int s = 0; s < 3; s++) {
                    for (int i = 0; i < part[1]; i++) {
                        assertThat(found[j * 3 * part[1] + s * part[1] + i])
                                .isEqualTo(whole[j * 21 + s * 7 + part[0] + i]);
                    }
                }
            }
        }
    }

    @Test
    void seedRoleIterationAndPurposeTellNoiseApart() {
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
        // An evaluation does not depend on how far training is.
        assertThat(evaluated("a", 17, 9)).isEqualTo(evaluated("a", 17, 0));
    }

    private static double[] evaluated(String role, long seed, int iteration) {
        LatentNoise noise = noise(role);
        noise.use(NoisePosition.evaluation(seed));
        return Values.of(noise.at(iteration, 3, 2));
    }

    @Test
    void needsRoomForTheLargestBatchOnly() {
        LatentNoise noise = noise("latent");
        long address = noise.at(0, 100, 3).array().data().address();
        for (int rows = 1; rows <= 100; rows++) {
            double[] found = Values.of(noise.at(0, rows, 3));
            assertThat(noise.at(0, rows, 3).array().data().address()).isEqualTo(address);
            assertThat(found).isEqualTo(Values.of(noise("latent").at(0, rows, 3)));
        }
    }
}
