package org.vae4j.data.iterator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.vae4j.data.ImageSet;
import org.vae4j.data.ImageShape;
import org.vae4j.data.MissingDataException;
import org.vae4j.data.TestImages;
import org.vae4j.data.iterator.Dl4jMnistIterator.Part;

/** DL4J reads 10,000 test images, no fewer, so that many are made. */
class Dl4jMnistIteratorTest {

    private final ImageSet set = TestImages.pattern(Part.TEST.size(), ImageShape.MNIST);

    @TempDir
    Path folder;

    @Test
    void bothIteratorsDeliverTheSameImages() throws IOException {
        write();
        Dl4jMnistIterator theirs = new Dl4jMnistIterator(folder, Part.TEST, 128, 1000, OptionalLong.empty());
        ImageBatchIterator ours =
                ImageBatchIterator.sequential(set.head(1000), 128).build();
        int example = 0;
        while (ours.hasNext()) {
            DataSet expected = theirs.next();
            INDArray features = ours.next().getFeatures();
            assertThat(features.shape()).isEqualTo(expected.getFeatures().shape());
            assertThat(features.dup('c').data().asFloat())
                    .isEqualTo(expected.getFeatures().dup('c').data().asFloat());
            for (int i = 0; i < features.size(0); i++, example++) {
                assertThat(expected.getLabels().getRow(i).argMax().getInt(0)).isEqualTo(set.label(example));
            }
        }
        assertThat(example).isEqualTo(1000);
        assertThat(theirs.hasNext()).isFalse();
    }

    @Test
    void aShuffledEpochHasAsManyExamplesAsAskedFor() throws IOException {
        write();
        Dl4jMnistIterator theirs = new Dl4jMnistIterator(folder, Part.TEST, 128, 300, OptionalLong.of(3));
        for (int epoch = 0; epoch < 2; epoch++) {
            int examples = 0;
            while (theirs.hasNext()) {
                examples += theirs.next().numExamples();
            }
            assertThat(examples).isEqualTo(300);
            theirs.reset();
        }
        assertThat(theirs.batch()).isEqualTo(128);
        assertThat(theirs.inputColumns()).isEqualTo(784);
        assertThat(theirs.totalOutcomes()).isEqualTo(10);
        assertThat(theirs.getLabels()).hasSize(10);
    }

    @Test
    void absentFilesAreNeverDownloaded() {
        assertThatThrownBy(() -> new Dl4jMnistIterator(folder, Part.TRAIN, 128, 300, OptionalLong.empty()))
                .isInstanceOf(MissingDataException.class)
                .hasMessageContaining("train-images-idx3-ubyte is not there");
    }

    @Test
    void numbersOutOfRangeAreExplained() throws IOException {
        write();
        assertThatThrownBy(() -> new Dl4jMnistIterator(folder, Part.TEST, 128, 10_001, OptionalLong.empty()))
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
