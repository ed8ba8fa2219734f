package org.vae4j.data.source.known;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.vae4j.data.source.known.PublishedFiles.sparse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vae4j.data.CorruptDataException;
import org.vae4j.data.DataRange;
import org.vae4j.data.Factor;
import org.vae4j.data.ImageSet;
import org.vae4j.data.ImageShape;
import org.vae4j.data.MissingDataException;
import org.vae4j.data.Split;
import org.vae4j.data.source.DataFolders;
import org.vae4j.data.source.Source;
import org.vae4j.data.source.known.PublishedFiles.Bytes;
import org.vae4j.data.source.known.PublishedFiles.Packing;
import org.vae4j.data.source.known.PublishedFiles.Variable;

/**
 * Opens sets of MATLAB files and of CIFAR's records by name, on files of the published layout. Each image that is
 * checked is an L, as in {@link PublishedLayoutsTest}.
 */
class PublishedMatricesTest {

    @TempDir
    Path root;

    private Split open(String name) {
        return source(name).load(new DataFolders(Optional.of(root), Map.of(), root, "Linux"));
    }

    private static Source source(String name) {
        return KnownSets.all().stream()
                .filter(set -> set.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private Path file(String set, String name) {
        return root.resolve(set).resolve(name);
    }

    @Test
    void omniglotIsReadColumnByColumnFromColumns() throws IOException {
        double[] data = new double[2 * 784];
        byte[] turned = PublishedFiles.byColumns(PublishedFiles.letter(1), 28);
        for (int i = 0; i < 784; i++) {
            data[784 + i] = turned[i] == 0 ? 0 : 0.6;
        }
        Variable target = PublishedFiles.doubles("target", 50, new double[100]);
        Variable training = PublishedFiles.doubles("data", 784, data);
        Variable test = PublishedFiles.doubles("testdata", 784, new double[3 * 784]);
        PublishedFiles.mat(file("omniglot", "chardata.mat"), Packing.COMPRESSED, target, training, test);
        Split split = open("omniglot");
        assertThat(split.train().size()).isEqualTo(2);
        assertThat(split.test().size()).isEqualTo(3);
        assertThat(split.train().values()).isEqualTo(DataRange.LEVELS);
        assertThat(PublishedFiles.picture(split.train().images(), 1)).isEqualTo(PublishedFiles.letter(153));
        assertThat(PublishedFiles.picture(split.train().images(), 0)).containsOnly(0);
        PublishedFiles.mat(file("omniglot", "chardata.mat"), Packing.PLAIN, training);
        assertRefused("omniglot", "chardata.mat/testdata", "[data]");
        data[1] = 1.5;
        Variable bright = PublishedFiles.doubles("data", 784, data);
        PublishedFiles.mat(file("omniglot", "chardata.mat"), Packing.PLAIN, bright, test);
        assertRefused("omniglot", "chardata.mat/data", "1.5 in example 0", "values in [0, 1]");
    }

    @Test
    void silhouettesAreReadColumnByColumnFromRowsAndTheirClassesFromOneOn() throws IOException {
        Path file = file("caltech101-silhouettes", "caltech101_silhouettes_28_split1.mat");
        byte[] turned = PublishedFiles.byColumns(PublishedFiles.letter(1), 28);
        int[] train = new int[2 * 784];
        for (int i = 0; i < 784; i++) {
            train[2 * i + 1] = turned[i];
        }
        PublishedFiles.mat(
                file,
                Packing.COMPRESSED,
                PublishedFiles.bytes("train_data", 2, train),
                PublishedFiles.bytes("train_labels", 2, 1, 101),
                PublishedFiles.bytes("val_data", 1, new int[784]),
                PublishedFiles.bytes("val_labels", 1, 2),
                PublishedFiles.bytes("test_data", 1, new int[784]),
                PublishedFiles.bytes("test_labels", 1, 3));
        Split split = open("caltech101-silhouettes");
        assertThat(split.train().values()).isEqualTo(DataRange.BINARY);
        assertThat(PublishedFiles.picture(split.train().images(), 1)).isEqualTo(PublishedFiles.letter(255));
        assertThat(split.train().label(0)).isZero();
        assertThat(split.train().label(1)).isEqualTo(100);
        assertThat(split.valid())
                .hasValueSatisfying(valid -> assertThat(valid.label(0)).isEqualTo(1));
        assertThat(split.test().label(0)).isEqualTo(2);
        PublishedFiles.mat(file, Packing.PLAIN, PublishedFiles.bytes("train_data", 2, new int[2 * 256]));
        assertRefused("caltech101-silhouettes", "split1.mat/train_data", "[2, 256]", "[n, 784]");
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - 100));
        assertRefused("caltech101-silhouettes", "split1.mat", "damaged MATLAB file");
    }

    @Test
    void freysFaceIsReadRowByRowFromColumns() throws IOException {
        int[] frames = new int[1965 * 560];
        byte[] face = PublishedFiles.letter(28, 20, 180);
        for (int i = 0; i < 560; i++) {
            frames[1964 * 560 + i] = face[i] & 0xff;
        }
        Path file = file("frey-faces", "frey_rawface.mat");
        PublishedFiles.mat(file, Packing.PLAIN, PublishedFiles.bytes("ff", 560, frames));
        Split split = open("frey-faces");
        assertThat(split.train().shape()).isEqualTo(new ImageShape(1, 28, 20));
        assertThat(split.train().size()).isEqualTo(1965);
        assertThat(split.reported()).isEqualTo(Split.Reported.TRAIN);
        assertThat(PublishedFiles.picture(split.train().images(), 1964)).isEqualTo(face);
        Files.writeString(file, "<html>404</html>");
        assertRefused("frey-faces", "frey_rawface.mat", "no MATLAB file of level 5");
    }

    @Test
    void recordsOfCifar10AreAClassAndThreePlanes() throws IOException {
        byte[] red = PublishedFiles.letter(32, 32, 200);
        byte[] record = new byte[1 + 3072];
        record[0] = 9;
        System.arraycopy(red, 0, record, 1, 1024);
        Arrays.fill(record, 1 + 2048, 3073, (byte) 77);
        for (int batch = 1; batch <= 5; batch++) {
            Path file = file("cifar-10", "cifar-10-batches-bin/data_batch_" + batch + ".bin");
            sparse(file, 30_730_000, batch == 5 ? List.of(new Bytes(9_999 * 3073L, record)) : List.of());
        }
        sparse(file("cifar-10", "cifar-10-batches-bin/test_batch.bin"), 30_730_000, List.of(new Bytes(3073, record)));
        Split split = open("cifar-10");
        assertThat(split.train().shape()).isEqualTo(new ImageShape(3, 32, 32));
        assertThat(split.train().size()).isEqualTo(50_000);
        assertThat(split.train().label(49_999)).isEqualTo(9);
        assertThat(PublishedFiles.picture(split.train().images(), 49_999))
                .isEqualTo(Arrays.copyOfRange(record, 1, 3073));
        assertThat(split.test().label(1)).isEqualTo(9);
        assertThat(split.test().images().pixel(1, 2 * 1024)).isEqualTo(77);
        sparse(file("cifar-10", "cifar-10-batches-bin/test_batch.bin"), 30_730_001, List.of());
        assertRefused("cifar-10", "test_batch.bin", "more than 30730000 bytes");
    }

    @Test
    void recordsOfCifar100BeginWithASuperclass() throws IOException {
        byte[] record = new byte[2 + 3072];
        record[0] = 19;
        record[1] = 99;
        record[2] = 5;
        Path train = file("cifar-100", "train.bin");
        sparse(train, 50_000 * 3074L, List.of(new Bytes(3074, record)));
        sparse(file("cifar-100", "test.bin"), 10_000 * 3074L, List.of());
        ImageSet set = open("cifar-100").train().images();
        assertThat(set.label(1)).isEqualTo(99);
        assertThat(set.factors()).extracting(Factor::name).containsExactly("superclass");
        assertThat(set.factorValue(1, 0)).isEqualTo(19);
        assertThat(set.pixel(1, 0)).isEqualTo(5);
        sparse(train, 50_000 * 3073L, List.of());
        assertRefused("cifar-100", "train.bin", "153650000 bytes", "expected 153700000");
    }

    private void assertRefused(String set, String... words) {
        assertThatThrownBy(() -> open(set))
                .isInstanceOfAny(CorruptDataException.class, MissingDataException.class)
                .message()
                .contains(words)
                .contains(": ")
                .doesNotContain("\n");
    }
}
