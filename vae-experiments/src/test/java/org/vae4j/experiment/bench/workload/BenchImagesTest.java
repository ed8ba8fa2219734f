package org.vae4j.experiment.bench.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

class BenchImagesTest {

    @TempDir
    Path directory;

    @Test
    void syntheticImagesHaveInkAndAnEmptyBorder() {
        int count = 200;
        INDArray batch = BenchImages.synthetic(count).batches(count, 'c')[0];
        double ink = 0;
        for (int pixel = 0; pixel < BenchNetwork.FEATURES; pixel++) {
            int row = pixel / BenchNetwork.SIDE;
            int column = pixel % BenchNetwork.SIDE;
            double sum = batch.getColumn(pixel).sumNumber().doubleValue();
            if (row < 4 || row > 23 || column < 4 || column > 23) {
                assertThat(sum).as("pixel %d, %d", row, column).isZero();
            }
            ink += sum;
        }
        // The mean of MNIST is 0.13.
        assertThat(ink / (count * BenchNetwork.FEATURES)).isBetween(0.05, 0.3);
    }

    @Test
    void writtenImagesAreReadBackInEitherOrder() throws IOException {
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
    void readRefusesAFileOfLabels() throws IOException {
        Path file =
                Files.write(directory.resolve("labels"), new byte[] {0, 0, 8, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1});

        assertThatThrownBy(() -> BenchImages.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("magic number 2049");
    }

    @Test
    void readRefusesAFileThatEndsEarly() throws IOException {
        Path file = directory.resolve("images");
        BenchImages.synthetic(2).write(file, 2);
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - 1));
        assertThatThrownBy(() -> BenchImages.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("with 1567 bytes of pixels, expected 1568 for its 2 images");
    }

    @Test
    void writeRefusesMoreImagesThanThereAre() {
        assertThatThrownBy(() -> BenchImages.synthetic(2).write(directory.resolve("images"), 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("found 2 images, expected at least 3");
    }
}
