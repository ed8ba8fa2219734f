package org.vae4j.data.iterator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.vae4j.data.ImageSet;
import org.vae4j.data.ImageShape;
import org.vae4j.data.MissingDataException;
import org.vae4j.data.TestImages;
import org.vae4j.data.iterator.Dl4jMnistIterator.Part;

/** DL4J reads exactly 10,000 test images, so the files of these tests have that many. */
class Dl4jMnistIteratorTest {

    private static final int BATCH = 128;

    private final ImageSet set = TestImages.pattern(Part.TEST.size(), ImageShape.MNIST);

    @TempDir
    Path folder;

    @Test
    void deliversTheSameImagesAsTheProjectsIterator() throws IOException {
        write();
        Dl4jMnistIterator dl4j = new Dl4jMnistIterator(folder, Part.TEST, BATCH, 1000);
        ImageBatchIterator batches =
                ImageBatchIterator.sequential(set.head(1000), BATCH).build();
        int example = 0;
        while (batches.hasNext()) {
            DataSet expected = dl4j.next();
            INDArray features = batches.next().getFeatures();
            assertThat(features.shape()).isEqualTo(expected.getFeatures().shape());
            assertThat(features.dup('c').data().asFloat())
                    .isEqualTo(expected.getFeatures().dup('c').data().asFloat());
            for (int i = 0; i < features.size(0); i++, example++) {
                assertThat(expected.getLabels().getRow(i).argMax().getInt(0)).isEqualTo(set.label(example));
            }
        }
        assertThat(example).isEqualTo(1000);
        assertThat(dl4j.hasNext()).isFalse();
    }

    @Test
    void everyShuffledEpochHasAsManyExamplesAsAskedFor() throws IOException {
        write();
        Dl4jMnistIterator batches = new Dl4jMnistIterator(folder, Part.TEST, BATCH, 300).shuffled(3);
        for (int epoch = 0; epoch < 2; epoch++) {
            int examples = 0;
            while (batches.hasNext()) {
                examples += batches.next().numExamples();
            }
            assertThat(examples).as("epoch %d", epoch).isEqualTo(300);
            batches.reset();
        }
    }

    @Test
    void tellsDl4jTheSizesOfItsBatches() throws IOException {
        write();
        Dl4jMnistIterator batches = new Dl4jMnistIterator(folder, Part.TEST, BATCH, 300);
        assertThat(batches.batch()).isEqualTo(BATCH);
        assertThat(batches.inputColumns()).isEqualTo(784);
        assertThat(batches.totalOutcomes()).isEqualTo(10);
        assertThat(batches.getLabels()).hasSize(10);
    }

    @Test
    void deliversABatchOfItsOwnSizeAndRefusesOthers() throws IOException {
        write();
        Dl4jMnistIterator batches = new Dl4jMnistIterator(folder, Part.TEST, BATCH, 300);
        assertThat(batches.next(BATCH).numExamples()).isEqualTo(BATCH);
        assertThatThrownBy(() -> batches.next(5))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("asked for a batch of 5, expected 128");
    }

    @Test
    void refusesAbsentFilesInsteadOfDownloadingThem() {
        assertThatThrownBy(() -> new Dl4jMnistIterator(folder, Part.TRAIN, BATCH, 300))
                .isInstanceOf(MissingDataException.class)
                .hasMessageContaining("train-images-idx3-ubyte is not there");
    }

    @Test
    void refusesMoreExamplesThanThePartHas() throws IOException {
        write();
        assertThatThrownBy(() -> new Dl4jMnistIterator(folder, Part.TEST, BATCH, 10_001))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 to 10000 examples");
    }

    private void write() throws IOException {
        ByteBuffer images = ByteBuffer.allocate(16 + set.size() * 784);
        images.putInt(0x803).putInt(set.size()).putInt(28).putInt(28);
        ByteBuffer labels = ByteBuffer.allocate(8 + set.size());
        labels.putInt(0x801).putInt(set.size());
        byte[] image = new byte[784];
        for (int i = 0; i < set.size(); i++) {
            set.copyPixels(i, image, 0);
            images.put(image);
            labels.put((byte) set.label(i));
        }
        Files.write(folder.resolve("t10k-images-idx3-ubyte"), images.array());
        Files.write(folder.resolve("t10k-labels-idx1-ubyte"), labels.array());
    }
}
