package org.vae4j.experiment.bench.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

class BenchImagesTest {

    @TempDir
    Path directory;

    @Test
    void syntheticImagesHaveInkAndAnEmptyBorder() {
        INDArray batch = BenchImages.synthetic(200).batches(200, 'c')[0];

        double ink = 0;
        for (int pixel = 0; pixel < 784; pixel++) {
            int row = pixel / 28;
            int column = pixel % 28;
            double sum = batch.getColumn(pixel).sumNumber().doubleValue();
            if (row < 4 || row > 23 || column < 4 || column > 23) {
                assertThat(sum).as("pixel %d, %d", row, column).isZero();
            }
            ink += sum;
        }
        // MNIST's mean is 0.13; anything of that size exercises the same code.
        assertThat(ink / (200 * 784)).isBetween(0.05, 0.3);
    }

    @Test
    void whatIsWrittenIsReadBackInEitherOrder() throws IOException {
        Path file = directory.resolve("images");
        BenchImages images = BenchImages.synthetic(10);
        images.write(file, 6);

        BenchImages read = BenchImages.read(file);

        assertThat(read.count()).isEqualTo(6);
        INDArray first = images.batches(3, 'c')[0];
        assertThat(read.batches(3, 'c')).hasSize(2);
        assertThat(read.batches(3, 'c')[0]).isEqualTo(first);
        assertThat(read.batches(3, 'f')[0]).isEqualTo(first);
        assertThat(read.batches(3, 'f')[0].ordering()).isEqualTo('f');
    }

    @Test
    void anotherFileIsRefused() throws IOException {
        Path file =
                Files.write(directory.resolve("labels"), new byte[] {0, 0, 8, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1});

        assertThatThrownBy(() -> BenchImages.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("magic number 2049");
    }
}
