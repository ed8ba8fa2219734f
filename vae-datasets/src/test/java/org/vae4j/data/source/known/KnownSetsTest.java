package org.vae4j.data.source.known;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vae4j.data.CorruptDataException;
import org.vae4j.data.DataException;
import org.vae4j.data.DataRange;
import org.vae4j.data.Factor;
import org.vae4j.data.ImageSet;
import org.vae4j.data.ImageShape;
import org.vae4j.data.MissingDataException;
import org.vae4j.data.Split;
import org.vae4j.data.source.DataFolders;
import org.vae4j.data.source.Fetcher;
import org.vae4j.data.source.Source;
import org.vae4j.data.source.known.IdxSet.Orientation;
import org.vae4j.data.source.known.KnownSet.About;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.format.Mat5File;
import us.hebi.matlab.mat.types.MatlabType;
import us.hebi.matlab.mat.types.Matrix;
import us.hebi.matlab.mat.types.Sinks;

/** Reads files of a few examples in the published layouts, since the published files may not be on this machine. */
class KnownSetsTest {

    private static final byte[] TWO_IMAGES = idx(8, new int[] {2, 1, 1}, 7, 8);
    private static final String NOWHERE = "https://example.org/";

    @TempDir
    Path root;

    private Path folder;

    @BeforeEach
    void makeFolder() throws IOException {
        folder = Files.createDirectories(root.resolve("set"));
    }

    private DataFolders folders() {
        return new DataFolders(Optional.of(root), Map.of(), root, "Linux");
    }

    private static About about(PublishedFile... files) {
        return new About("set", "set", "a few images", List.of(files), NOWHERE);
    }

    private static PublishedFile file(String name) {
        return PublishedFile.unchecked(name, 1 << 20);
    }

    private static byte[] idx(int type, int[] sizes, int... values) {
        int width = type == 8 ? 1 : 4;
        ByteBuffer bytes = ByteBuffer.allocate(4 + 4 * sizes.length + width * values.length);
        bytes.put(new byte[] {0, 0, (byte) type, (byte) sizes.length});
        for (int size : sizes) {
            bytes.putInt(size);
        }
        for (int value : values) {
            if (width == 1) {
                bytes.put((byte) value);
            } else {
                bytes.putInt(value);
            }
        }
        return bytes.array();
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content);
        }
        return bytes.toByteArray();
    }

    private static int[] pixels(ImageSet set, int example) {
        int[] pixels = new int[set.shape().size()];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = set.pixel(example, i);
        }
        return pixels;
    }

    @Test
    void everySetHasANameOfItsOwn() {
        assertThat(KnownSets.all())
                .extracting(Source::name)
                .doesNotHaveDuplicates()
                .contains("emnist-letters", "cifar-100");
    }

    @Test
    void anAbsentSetIsAnErrorThatNamesThePlaceToGetItFrom() {
        for (Source source : KnownSets.all()) {
            assertThatThrownBy(() -> source.load(folders()))
                    .as(source.name())
                    .isInstanceOf(MissingDataException.class)
                    .message()
                    .contains(source.name(), root.toString())
                    .containsAnyOf("vae data fetch", "https://")
                    .doesNotContain("\n");
        }
    }

    @Test
    void refusesToFetchASetWithoutChecksums() {
        Source faces = KnownSets.all().stream()
                .filter(source -> source.name().equals("frey-faces"))
                .findFirst()
                .orElseThrow();
        assertThat(faces.summary()).contains("no checksum");
        assertThatThrownBy(() -> Fetcher.create().fetch(faces, root, (file, bytes, total) -> {}))
                .isInstanceOf(DataException.class)
                .hasMessageContainingAll("checksum", "frey_rawface.mat", "https://cs.nyu.edu/");
    }

    private static Source letters() {
        return new EmnistSet(
                about(file("gzip.zip")),
                "emnist-letters",
                new IdxSet.Reading(1, 1, Orientation.TRANSPOSED, 1, List.of()));
    }

    private void writeEmnist() throws IOException {
        byte[] images = idx(8, new int[] {1, 2, 2}, 1, 2, 3, 4);
        byte[] labels = idx(8, new int[] {1}, 26);
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(folder.resolve("gzip.zip")))) {
            for (String part : List.of("train", "test")) {
                zip.putNextEntry(new ZipEntry("gzip/emnist-letters-" + part + "-images-idx3-ubyte.gz"));
                zip.write(gzip(images));
                zip.putNextEntry(new ZipEntry("gzip/emnist-letters-" + part + "-labels-idx1-ubyte.gz"));
                zip.write(gzip(labels));
            }
        }
    }

    @Test
    void imagesOfEmnistAreTurnedUprightAndLettersCountFromZero() throws IOException {
        writeEmnist();
        Split split = letters().load(folders());
        assertThat(pixels(split.train().images(), 0)).containsExactly(1, 3, 2, 4);
        assertThat(split.test().label(0)).isEqualTo(25);
    }

    @Test
    void aFileThatWasTakenOutOfEmnistsArchiveIsPreferred() throws IOException {
        writeEmnist();
        Files.write(folder.resolve("emnist-letters-train-labels-idx1-ubyte"), idx(8, new int[] {1}, 2));
        assertThat(letters().load(folders()).train().label(0)).isEqualTo(1);
    }

    @Test
    void refusesALabelBelowTheFirst() throws IOException {
        writeEmnist();
        Files.write(folder.resolve("emnist-letters-train-labels-idx1-ubyte"), idx(8, new int[] {1}, 0));
        assertThatThrownBy(() -> letters().load(folders()))
                .isInstanceOf(CorruptDataException.class)
                .hasMessageContainingAll("label 0", "at least 1");
    }

    @Test
    void numbersBehindTheClassBecomeFactors() throws IOException {
        Files.write(folder.resolve("a"), idx(8, new int[] {2, 1, 1}, 7, 8));
        Files.write(
                folder.resolve("b"),
                idx(0x0c, new int[] {2, 8}, 5, 0, 12, 3, 35, 281_769, 0, 0, 9, 4, 2100, 1, 39, 17, 0, 0));
        Source qmnist = new IdxSet(
                about(file("a"), file("b"), file("a"), file("b")),
                new IdxSet.Reading(
                        2, 2, Orientation.UPRIGHT, 0, List.of("series", "writer", "digit", "class", "index")));
        ImageSet train = qmnist.load(folders()).train().images();
        assertThat(train.label(1)).isEqualTo(9);
        assertThat(train.factors()).extracting(Factor::name).startsWith("series", "writer");
        assertThat(train.factorValue(0, 4)).isEqualTo(281_769);
        assertThat(train.factorValue(1, 1)).isEqualTo(2100);
    }

    private static Source set(PublishedFile images, int train) {
        return new IdxSet(about(images, file("b.gz"), images, file("b.gz")), IdxSet.Reading.asMnist(train, 2));
    }

    @Test
    void refusesAFileOfAnotherChecksum() throws IOException {
        String md5 = "0123456789abcdef0123456789abcdef";
        Files.write(folder.resolve("a.gz"), gzip(TWO_IMAGES));
        Source set = set(new PublishedFile("a.gz", 1 << 20, md5), 2);
        assertThatThrownBy(() -> set.load(folders()))
                .isInstanceOf(CorruptDataException.class)
                .hasMessageContainingAll("a.gz", "MD5", md5);
    }

    @Test
    void refusesAnotherNumberOfLabelsThanImages() throws IOException {
        Files.write(folder.resolve("a"), TWO_IMAGES);
        Files.write(folder.resolve("b"), idx(8, new int[] {3}, 1, 2, 3));
        Source set = set(file("a.gz"), 2);
        assertThatThrownBy(() -> set.load(folders()))
                .isInstanceOf(CorruptDataException.class)
                .hasMessageContainingAll("labels of sizes [3]", "expected 2");
    }

    @Test
    void refusesAnotherNumberOfImagesThanPublished() throws IOException {
        Files.write(folder.resolve("a"), TWO_IMAGES);
        Files.write(folder.resolve("b"), idx(8, new int[] {2}, 1, 2));
        Source set = set(file("a.gz"), 5);
        assertThatThrownBy(() -> set.load(folders())).hasMessageContainingAll("[2, 1, 1]", "expected 5");
    }

    private void mat(String name, Map<String, Matrix> variables) throws IOException {
        Mat5File file = Mat5.newMatFile();
        variables.forEach(file::addArray);
        file.writeTo(Sinks.newStreamingFile(folder.resolve(name).toFile()));
    }

    private static Matrix matrix(int rows, MatlabType type, double... columnMajor) {
        Matrix matrix = Mat5.newMatrix(rows, columnMajor.length / rows, type);
        for (int i = 0; i < columnMajor.length; i++) {
            matrix.setDouble(i, columnMajor[i]);
        }
        return matrix;
    }

    @Test
    void readsColumnsOfImagesWhosePixelsLieColumnByColumn() throws IOException {
        mat(
                "c.mat",
                Map.of(
                        "data", matrix(4, MatlabType.Double, 0, 0.2, 0.4, 1, 1, 1, 1, 1),
                        "testdata", matrix(4, MatlabType.Double, 0, 0, 0, 0.5)));
        Source omniglot = new MatlabSet(
                about(file("c.mat")),
                new MatlabSet.Reading(
                        new ImageShape(1, 2, 2),
                        MatlabSet.Examples.COLUMNS,
                        Orientation.TRANSPOSED,
                        MatlabSet.Values.UNIT,
                        List.of("data", "", "testdata")));
        Split split = omniglot.load(folders());
        assertThat(split.train().size()).isEqualTo(2);
        assertThat(pixels(split.train().images(), 0)).containsExactly(0, 102, 51, 255);
        assertThat(split.valid()).isEmpty();
        assertThat(split.test().hasLabels()).isFalse();
    }

    private static Source silhouettes() {
        return new MatlabSet(
                about(file("s.mat")),
                new MatlabSet.Reading(
                        new ImageShape(1, 3, 2),
                        MatlabSet.Examples.ROWS,
                        Orientation.TRANSPOSED,
                        MatlabSet.Values.BINARY,
                        List.of("train_data", "val_data", "test_data")));
    }

    @Test
    void readsRowsOfImagesWhoseLabelsCountFromOne() throws IOException {
        mat(
                "s.mat",
                Map.of(
                        "train_data", matrix(1, MatlabType.UInt8, 0, 1, 0, 0, 1, 1),
                        "train_labels", matrix(1, MatlabType.UInt8, 101),
                        "val_data", matrix(1, MatlabType.UInt8, 0, 1, 0, 0, 0, 0),
                        "test_data", matrix(2, MatlabType.UInt8, 0, 0, 1, 1, 1, 1, 0, 0, 0, 1, 1, 1)));
        Split split = silhouettes().load(folders());
        assertThat(split.train().values()).isEqualTo(DataRange.BINARY);
        assertThat(pixels(split.train().images(), 0)).containsExactly(0, 0, 255, 255, 0, 255);
        assertThat(split.train().label(0)).isEqualTo(100);
        assertThat(split.valid()).isPresent();
        assertThat(split.test().size()).isEqualTo(2);
    }

    @Test
    void refusesAValueThatIsNotBinary() throws IOException {
        mat("s.mat", Map.of("train_data", matrix(1, MatlabType.UInt8, 0, 2, 0, 0, 1, 1)));
        assertThatThrownBy(() -> silhouettes().load(folders()))
                .isInstanceOf(CorruptDataException.class)
                .hasMessageContainingAll("s.mat/train_data", "2.0 in example 0", "0 and 1 alone");
    }

    @Test
    void refusesAFileWithoutTheExpectedVariable() throws IOException {
        mat("s.mat", Map.of("other", matrix(1, MatlabType.UInt8, 0)));
        assertThatThrownBy(() -> silhouettes().load(folders())).hasMessageContainingAll("[other]", "train_data");
    }

    @Test
    void readsImagesRowByRowAndReportsOnTheTrainingPartWithoutAnother() throws IOException {
        mat("f.mat", Map.of("ff", matrix(6, MatlabType.UInt8, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 200)));
        Source faces = new MatlabSet(
                about(file("f.mat")),
                new MatlabSet.Reading(
                        new ImageShape(1, 3, 2),
                        MatlabSet.Examples.COLUMNS,
                        Orientation.UPRIGHT,
                        MatlabSet.Values.BYTES,
                        List.of("ff", "", "")));
        Split split = faces.load(folders());
        assertThat(split.reported()).isEqualTo(Split.Reported.TRAIN);
        assertThat(pixels(split.train().images(), 1)).containsExactly(7, 8, 9, 10, 11, 200);
    }

    /** Records of CIFAR-100: a superclass, a class, and an image of one pixel in three colours. */
    private static final Map<String, byte[]> CIFAR_FILES = Map.of(
            "b1.bin", new byte[] {1, 99, 10, 20, 30},
            "b2.bin", new byte[] {2, 7, 11, 21, 31},
            "test.bin", new byte[] {3, 8, 1, 2, 3, 4, 9, 4, 5, -1});

    private static Source cifar() {
        return new CifarSet(
                about(file("c.tar.gz")),
                new CifarSet.Reading(
                        "bin",
                        List.of(new CifarSet.Batch("b1.bin", 1), new CifarSet.Batch("b2.bin", 1)),
                        new CifarSet.Batch("test.bin", 2),
                        2,
                        new ImageShape(3, 1, 1)));
    }

    private void writeCifarArchive() throws IOException {
        try (TarArchiveOutputStream tar =
                new TarArchiveOutputStream(new GZIPOutputStream(Files.newOutputStream(folder.resolve("c.tar.gz"))))) {
            for (Map.Entry<String, byte[]> file : CIFAR_FILES.entrySet()) {
                TarArchiveEntry entry = new TarArchiveEntry("bin/" + file.getKey());
                entry.setSize(file.getValue().length);
                tar.putArchiveEntry(entry);
                tar.write(file.getValue());
                tar.closeArchiveEntry();
            }
        }
    }

    private void writeCifarFiles() throws IOException {
        Files.createDirectories(folder.resolve("bin"));
        for (Map.Entry<String, byte[]> file : CIFAR_FILES.entrySet()) {
            Files.write(folder.resolve("bin").resolve(file.getKey()), file.getValue());
        }
    }

    @Test
    void recordsOfCifarAreSuperclassClassAndPlanes() throws IOException {
        writeCifarArchive();
        Split split = cifar().load(folders());
        assertThat(split.train().size()).isEqualTo(2);
        assertThat(split.train().label(0)).isEqualTo(99);
        assertThat(split.train().factorValue(1, 0)).isEqualTo(2);
        assertThat(pixels(split.train().images(), 1)).containsExactly(11, 21, 31);
        assertThat(pixels(split.test().images(), 1)).containsExactly(4, 5, 255);
    }

    @Test
    void filesThatWereTakenOutOfCifarsArchiveAreReadLikeTheArchive() throws IOException {
        writeCifarArchive();
        String content = cifar().load(folders()).train().sha256();
        Files.delete(folder.resolve("c.tar.gz"));
        writeCifarFiles();
        assertThat(cifar().load(folders()).train().sha256()).isEqualTo(content);
    }

    @Test
    void refusesAFileOfCifarThatIsTooShort() throws IOException {
        writeCifarFiles();
        Files.write(folder.resolve("bin/b2.bin"), new byte[4]);
        assertThatThrownBy(() -> cifar().load(folders()))
                .isInstanceOf(CorruptDataException.class)
                .hasMessageContainingAll("b2.bin", "4 bytes", "expected 5");
    }
}
