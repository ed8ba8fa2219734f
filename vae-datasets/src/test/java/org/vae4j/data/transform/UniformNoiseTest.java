package org.vae4j.data.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class UniformNoiseTest {

    private static final byte[] BYTES = {0, (byte) 255, 100, 7};
    private static final int DRAWS = 4000;

    private final UniformNoise noise = new UniformNoise(4, "set/train");

    private float[] values(long epoch, int example) {
        float[] values = new float[BYTES.length];
        noise.apply(epoch, example, BYTES, values, 0);
        return values;
    }

    private static double level(int index) {
        return (BYTES[index] & 0xff) / 256.0;
    }

    @Test
    void everyValueStaysInTheLevelOfItsByte() {
        for (int example = 0; example < DRAWS; example++) {
            float[] values = values(1, example);
            for (int j = 0; j < BYTES.length; j++) {
                assertThat((double) values[j])
                        .as("value %d of example %d", j, example)
                        .isGreaterThanOrEqualTo(level(j))
                        .isLessThan(level(j) + 1 / 256.0);
            }
        }
    }

    /** The mean of 4,000 uniform numbers has a standard deviation of 0.0046 of their range. */
    @Test
    void theNoiseHasTheMeanOfHalfALevel() {
        double[] sums = new double[BYTES.length];
        for (int example = 0; example < DRAWS; example++) {
            float[] values = values(1, example);
            for (int j = 0; j < BYTES.length; j++) {
                sums[j] += values[j] - level(j);
            }
        }
        for (double sum : sums) {
            assertThat(sum / DRAWS * 256).isCloseTo(0.5, within(0.02));
        }
    }

    @Test
    void theNoiseIsAFunctionOfEpochAndExample() {
        float[] values = values(1, 17);
        assertThat(values(1, 17)).isEqualTo(values);
        assertThat(values(2, 17)).isNotEqualTo(values);
        assertThat(values(1, 18)).isNotEqualTo(values);
    }

    @Test
    void valuesAreWrittenFromAnIndexOn() {
        float[] target = new float[BYTES.length + 2];
        noise.apply(1, 3, BYTES, target, 1);
        float[] values = values(1, 3);
        assertThat(target).containsExactly(0, values[0], values[1], values[2], values[3], 0);
    }
}
