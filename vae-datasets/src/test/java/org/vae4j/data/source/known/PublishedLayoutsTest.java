package org.vae4j.data.source.known;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.vae4j.data.source.known.PublishedFiles.idxHeader;
import static org.vae4j.data.source.known.PublishedFiles.sparse;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
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
 * The sets of the catalogue as they are opened by name, on files of the published layout and length. Each picture that
 * is looked at is an L: a dark column at the left and a dark row at the bottom, so that every turn and mirroring shows.
 */
class PublishedLayoutsTest {

    private static final int SIDE = 28;
    private static final int UNSIGNED = 8;
    private static final int INT = 0x0c;

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

    /** An upright L of 28 by 28 values. */
    private static byte[] letter(int ink) {
        return letter(SIDE, SIDE, ink);
    }

    private static byte[] letter(int height, int width, int ink) {
        byte[] rows = new byte[height * width];
        for (int y = 0; y < height; y++) {
            rows[y * width] = (byte) ink;
        }
        Arrays.fill(rows, (height - 1) * width, height * width, (byte) ink);
        return rows;
    }

    /** Column by column, as NIST's and MATLAB's pictures lie in files. */
    private static byte[] byColumns(byte[] rows, int width) {
        int height = rows.length / width;
        byte[] columns = new byte[rows.length];
        for (int i = 0; i < rows.length; i++) {
            columns[i % width * height + i / width] = rows[i];
        }
        return columns;
    }

    private static byte[] picture(ImageSet set, int example) {
        byte[] pixels = new byte[set.shape().size()];
        set.copyPixels(example, pixels, 0);
        return pixels;
    }

    private void images(Path file, int count, int example, byte[] picture) throws IOException {
        sparse(
                file,
                16 + 784L * count,
                List.of(new Bytes(0, idxHeader(UNSIGNED, count, SIDE, SIDE)), new Bytes(16 + 784L * example, picture)));
    }

    private void labels(Path file, int count, int rest, Map<Integer, Integer> some) throws IOException {
        byte[] classes = new byte[count];
        Arrays.fill(classes, (byte) rest);
        some.forEach((example, label) -> classes[example] = label.byteValue());
        sparse(file, 8L + count, List.of(new Bytes(0, idxHeader(UNSIGNED, count)), new Bytes(8, classes)));
    }

    @Test
    void kuzushijiMnistLiesAsMnistDoes() throws IOException {
        images(file("kmnist", "train-images-idx3-ubyte"), 60_000, 59_999, letter(200));
        labels(file("kmnist", "train-labels-idx1-ubyte"), 60_000, 0, Map.of(59_999, 9));
        images(file("kmnist", "t10k-images-idx3-ubyte"), 10_000, 3, letter(7));
        labels(file("kmnist", "t10k-labels-idx1-ubyte"), 10_000, 0, Map.of(3, 4));
        Split split = open("kmnist");
        assertThat(split.train().size()).isEqualTo(60_000);
        assertThat(split.test().size()).isEqualTo(10_000);
        assertThat(split.train().values()).isEqualTo(DataRange.LEVELS);
        assertThat(picture(split.train().images(), 59_999)).isEqualTo(letter(200));
        assertThat(split.train().label(59_999)).isEqualTo(9);
        assertThat(split.test().label(3)).isEqualTo(4);
        assertThat(picture(split.test().images(), 3)).isEqualTo(letter(7));
        sparse(
                file("kmnist", "t10k-images-idx3-ubyte"),
                7_840_015,
                List.of(new Bytes(0, idxHeader(8, 10_000, 28, 28))));
        assertRefused("kmnist", "t10k-images-idx3-ubyte", "7839999");
    }

    @Test
    void qmnistHasEightNumbersPerDigit() throws IOException {
        for (String part : List.of("train", "test")) {
            images(file("qmnist", "qmnist-" + part + "-images-idx3-ubyte"), 60_000, 12, letter(99));
            // Class, series, writer, digit of the writer, NIST's class, its place in NIST's files, twice, unused.
            ByteBuffer row = ByteBuffer.allocate(32);
            for (int number : new int[] {5, 4, 2138, 24, 35, 281_769, 1, 0}) {
                row.putInt(number);
            }
            sparse(
                    file("qmnist", "qmnist-" + part + "-labels-idx2-int"),
                    12 + 32L * 60_000,
                    List.of(new Bytes(0, idxHeader(INT, 60_000, 8)), new Bytes(12 + 32L * 12, row.array())));
        }
        ImageSet test = open("qmnist").test().images();
        assertThat(test.size()).isEqualTo(60_000);
        assertThat(picture(test, 12)).isEqualTo(letter(99));
        assertThat(test.label(12)).isEqualTo(5);
        assertThat(test.factors())
                .extracting(Factor::name)
                .containsExactly("series", "writer", "digit of the writer", "NIST class", "NIST digit");
        float[] expected = {4, 2138, 24, 35, 281_769};
        for (int f = 0; f < expected.length; f++) {
            assertThat(test.factorValue(12, f)).isEqualTo(expected[f]);
        }
        labels(file("qmnist", "qmnist-test-labels-idx2-int"), 60_000, 1, Map.of());
        assertRefused("qmnist", "qmnist-test-labels-idx2-int", "labels of sizes [60000]");
    }

    @Test
    void emnistLiesColumnByColumnAndItsLettersCountFromOne() throws IOException {
        for (String part : List.of("train", "test")) {
            int count = part.equals("train") ? 124_800 : 20_800;
            String stem = "emnist-letters-" + part;
            images(
                    file("emnist", "gzip/" + stem + "-images-idx3-ubyte"),
                    count,
                    count - 1,
                    byColumns(letter(250), SIDE));
            labels(file("emnist", "gzip/" + stem + "-labels-idx1-ubyte"), count, 1, Map.of(count - 1, 26));
        }
        Split split = open("emnist-letters");
        assertThat(picture(split.train().images(), 124_799)).isEqualTo(letter(250));
        assertThat(picture(split.test().images(), 20_799)).isEqualTo(letter(250));
        assertThat(split.train().label(0)).isZero();
        assertThat(split.test().label(20_799)).isEqualTo(25);
        assertRefused("emnist-mnist", "gzip.zip", "is not in");
        images(file("emnist", "gzip/emnist-letters-test-images-idx3-ubyte"), 20_801, 0, letter(1));
        assertRefused("emnist-letters", "[20801, 28, 28]", "expected 20800");
    }

    @Test
    void emnistsArchiveIsHeldAgainstItsSum() throws IOException {
        Path zip = file("emnist", "gzip.zip");
        Files.createDirectories(zip.getParent());
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            out.putNextEntry(new ZipEntry("gzip/emnist-mnist-train-images-idx3-ubyte.gz"));
        }
        assertRefused("emnist-mnist", "gzip.zip", "MD5", "58c8d27c78d21e728a6bc7b3cc06412e");
    }

    @Test
    void notMnistIsOfAnyCountAndMayBePacked() throws IOException {
        Path images = file("notmnist", "train-images-idx3-ubyte");
        images(images, 3, 2, letter(30));
        labels(file("notmnist", "train-labels-idx1-ubyte"), 3, 0, Map.of(2, 9));
        images(file("notmnist", "t10k-images-idx3-ubyte"), 2, 0, letter(31));
        labels(file("notmnist", "t10k-labels-idx1-ubyte"), 2, 5, Map.of());
        String plain = open("notmnist").train().sha256();
        byte[] content = Files.readAllBytes(images);
        Files.delete(images);
        try (OutputStream out =
                new GZIPOutputStream(Files.newOutputStream(file("notmnist", images.getFileName() + ".gz")))) {
            out.write(content);
        }
        Split split = open("notmnist");
        assertThat(split.train().sha256()).isEqualTo(plain);
        assertThat(picture(split.train().images(), 2)).isEqualTo(letter(30));
        assertThat(split.train().label(2)).isEqualTo(9);
        assertThat(split.test().size()).isEqualTo(2);
        labels(file("notmnist", "t10k-labels-idx1-ubyte"), 3, 5, Map.of());
        assertRefused("notmnist", "t10k-labels-idx1-ubyte", "[3]", "expected 2");
    }

    @Test
    void omniglotOfTheIwaePaperLiesColumnByColumnInColumns() throws IOException {
        double[] data = new double[2 * 784];
        byte[] turned = byColumns(letter(1), SIDE);
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
        assertThat(picture(split.train().images(), 1)).isEqualTo(letter(153));
        assertThat(picture(split.train().images(), 0)).containsOnly(0);
        PublishedFiles.mat(file("omniglot", "chardata.mat"), Packing.PLAIN, training);
        assertRefused("omniglot", "chardata.mat/testdata", "[data]");
        data[1] = 1.5;
        Variable bright = PublishedFiles.doubles("data", 784, data);
        PublishedFiles.mat(file("omniglot", "chardata.mat"), Packing.PLAIN, bright, test);
        assertRefused("omniglot", "chardata.mat/data", "1.5 in example 0", "values in [0, 1]");
    }

    @Test
    void silhouettesLieColumnByColumnInRowsAndTheirClassesCountFromOne() throws IOException {
        Path file = file("caltech101-silhouettes", "caltech101_silhouettes_28_split1.mat");
        byte[] turned = byColumns(letter(1), SIDE);
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
        assertThat(picture(split.train().images(), 1)).isEqualTo(letter(255));
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
    void freysFaceLiesRowByRowInColumns() throws IOException {
        int[] frames = new int[1965 * 560];
        byte[] face = letter(28, 20, 180);
        for (int i = 0; i < 560; i++) {
            frames[1964 * 560 + i] = face[i] & 0xff;
        }
        Path file = file("frey-faces", "frey_rawface.mat");
        PublishedFiles.mat(file, Packing.PLAIN, PublishedFiles.bytes("ff", 560, frames));
        Split split = open("frey-faces");
        assertThat(split.train().shape()).isEqualTo(new ImageShape(1, 28, 20));
        assertThat(split.train().size()).isEqualTo(1965);
        assertThat(split.reported()).isEqualTo(Split.Reported.TRAIN);
        assertThat(picture(split.train().images(), 1964)).isEqualTo(face);
        Files.writeString(file, "<html>404</html>");
        assertRefused("frey-faces", "frey_rawface.mat", "no MATLAB file of level 5");
    }

    @Test
    void recordsOfCifarAreLabelsAndThreePlanes() throws IOException {
        byte[] red = letter(32, 32, 200);
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
        assertThat(picture(split.train().images(), 49_999)).isEqualTo(Arrays.copyOfRange(record, 1, 3073));
        assertThat(split.test().label(1)).isEqualTo(9);
        assertThat(split.test().images().pixel(1, 2 * 1024)).isEqualTo(77);
        sparse(file("cifar-10", "cifar-10-batches-bin/test_batch.bin"), 30_730_001, List.of());
        assertRefused("cifar-10", "test_batch.bin", "more than 30730000 bytes");
    }

    @Test
    void recordsOfCifar100HaveASuperclassBeforeTheClass() throws IOException {
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
