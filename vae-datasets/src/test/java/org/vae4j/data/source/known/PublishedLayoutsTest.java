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
import org.vae4j.data.MissingDataException;
import org.vae4j.data.Split;
import org.vae4j.data.source.DataFolders;
import org.vae4j.data.source.Source;
import org.vae4j.data.source.known.PublishedFiles.Bytes;

/**
 * Opens sets of the catalogue by name, on files of the published layout and length. Each image that is checked is an L:
 * a column at the left and a row at the bottom, so that every rotation or mirroring would show.
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
    void kuzushijiMnistIsReadInMnistsLayout() throws IOException {
        images(file("kmnist", "train-images-idx3-ubyte"), 60_000, 59_999, PublishedFiles.letter(200));
        labels(file("kmnist", "train-labels-idx1-ubyte"), 60_000, 0, Map.of(59_999, 9));
        images(file("kmnist", "t10k-images-idx3-ubyte"), 10_000, 3, PublishedFiles.letter(7));
        labels(file("kmnist", "t10k-labels-idx1-ubyte"), 10_000, 0, Map.of(3, 4));
        Split split = open("kmnist");
        assertThat(split.train().size()).isEqualTo(60_000);
        assertThat(split.test().size()).isEqualTo(10_000);
        assertThat(split.train().values()).isEqualTo(DataRange.LEVELS);
        assertThat(PublishedFiles.picture(split.train().images(), 59_999)).isEqualTo(PublishedFiles.letter(200));
        assertThat(split.train().label(59_999)).isEqualTo(9);
        assertThat(split.test().label(3)).isEqualTo(4);
        assertThat(PublishedFiles.picture(split.test().images(), 3)).isEqualTo(PublishedFiles.letter(7));
        sparse(
                file("kmnist", "t10k-images-idx3-ubyte"),
                7_840_015,
                List.of(new Bytes(0, idxHeader(8, 10_000, 28, 28))));
        assertRefused("kmnist", "t10k-images-idx3-ubyte", "7839999");
    }

    @Test
    void qmnistHasEightNumbersPerDigit() throws IOException {
        for (String part : List.of("train", "test")) {
            images(file("qmnist", "qmnist-" + part + "-images-idx3-ubyte"), 60_000, 12, PublishedFiles.letter(99));
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
        assertThat(PublishedFiles.picture(test, 12)).isEqualTo(PublishedFiles.letter(99));
        assertThat(test.label(12)).isEqualTo(5);
        assertThat(test.factors())
                .extracting(Factor::name)
                .containsExactly("series", "writer", "digit of the writer", "NIST class", "NIST digit");
        float[] expected = {4, 2138, 24, 35, 281_769};
        for (int f = 0; f < expected.length; f++) {
            assertThat(test.factorValue(12, f)).as("factor %d", f).isEqualTo(expected[f]);
        }
        labels(file("qmnist", "qmnist-test-labels-idx2-int"), 60_000, 1, Map.of());
        assertRefused("qmnist", "qmnist-test-labels-idx2-int", "labels of sizes [60000]");
    }

    @Test
    void emnistIsReadColumnByColumnAndItsLettersFromOneOn() throws IOException {
        for (String part : List.of("train", "test")) {
            int count = part.equals("train") ? 124_800 : 20_800;
            String stem = "emnist-letters-" + part;
            images(
                    file("emnist", "gzip/" + stem + "-images-idx3-ubyte"),
                    count,
                    count - 1,
                    PublishedFiles.byColumns(PublishedFiles.letter(250), SIDE));
            labels(file("emnist", "gzip/" + stem + "-labels-idx1-ubyte"), count, 1, Map.of(count - 1, 26));
        }
        Split split = open("emnist-letters");
        assertThat(PublishedFiles.picture(split.train().images(), 124_799)).isEqualTo(PublishedFiles.letter(250));
        assertThat(PublishedFiles.picture(split.test().images(), 20_799)).isEqualTo(PublishedFiles.letter(250));
        assertThat(split.train().label(0)).isZero();
        assertThat(split.test().label(20_799)).isEqualTo(25);
        assertRefused("emnist-mnist", "gzip.zip", "is not in");
        images(file("emnist", "gzip/emnist-letters-test-images-idx3-ubyte"), 20_801, 0, PublishedFiles.letter(1));
        assertRefused("emnist-letters", "[20801, 28, 28]", "expected 20800");
    }

    @Test
    void refusesAnArchiveOfEmnistWithAnotherChecksum() throws IOException {
        Path zip = file("emnist", "gzip.zip");
        Files.createDirectories(zip.getParent());
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            out.putNextEntry(new ZipEntry("gzip/emnist-mnist-train-images-idx3-ubyte.gz"));
        }
        assertRefused("emnist-mnist", "gzip.zip", "MD5", "58c8d27c78d21e728a6bc7b3cc06412e");
    }

    @Test
    void notMnistHasAnyNumberOfImagesAndMayBeCompressed() throws IOException {
        Path images = file("notmnist", "train-images-idx3-ubyte");
        images(images, 3, 2, PublishedFiles.letter(30));
        labels(file("notmnist", "train-labels-idx1-ubyte"), 3, 0, Map.of(2, 9));
        images(file("notmnist", "t10k-images-idx3-ubyte"), 2, 0, PublishedFiles.letter(31));
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
        assertThat(PublishedFiles.picture(split.train().images(), 2)).isEqualTo(PublishedFiles.letter(30));
        assertThat(split.train().label(2)).isEqualTo(9);
        assertThat(split.test().size()).isEqualTo(2);
        labels(file("notmnist", "t10k-labels-idx1-ubyte"), 3, 5, Map.of());
        assertRefused("notmnist", "t10k-labels-idx1-ubyte", "[3]", "expected 2");
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
