package org.vae4j.eval.ood;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.testing.Values;

/** 784 bytes are 4,347 nats and 784 bits are 543; Deflate adds a few bytes of its own. */
class CompressedSizeTest {

    private static final int PIXELS = 784;
    private static final double NATS_PER_BYTE = 8 * Math.log(2);

    private static double[] constant() {
        double[] constant = new double[PIXELS];
        Arrays.fill(constant, 0.4);
        return constant;
    }

    private static double[] noise() {
        return Values.pixels(4, DataType.DOUBLE, 1, PIXELS).toDoubleVector();
    }

    private static double size(CompressedSize size, double[] image) {
        int examples = 1;
        int example = 0;
        return size.nats(image, examples, example);
    }

    @Test
    void aConstantImageTakesLittle() {
        assertThat(size(CompressedSize.ofBytes(), constant())).isBetween(NATS_PER_BYTE, 100.0);
        assertThat(size(CompressedSize.ofBinary(), constant())).isBetween(NATS_PER_BYTE, 100.0);
    }

    @Test
    void noiseTakesAsMuchAsItsValues() {
        assertThat(size(CompressedSize.ofBytes(), noise())).isBetween(4300.0, 4500.0);
        assertThat(size(CompressedSize.ofBinary(), noise())).isBetween(543.0, 1000.0);
    }

    @Test
    void readsTheGivenRowOfABatch() {
        double[] noise = noise();
        double[] columns = new double[2 * PIXELS];
        for (int j = 0; j < PIXELS; j++) {
            columns[2 * j + 1] = noise[j];
        }
        CompressedSize bytes = CompressedSize.ofBytes();
        assertThat(bytes.nats(columns, 2, 0)).isLessThan(100);
        assertThat(bytes.nats(columns, 2, 1)).isEqualTo(size(bytes, noise));
    }
}
