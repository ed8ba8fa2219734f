package org.vae4j.data.source.own;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vae4j.data.DataException;
import org.vae4j.data.Split;
import org.vae4j.data.source.found.ReadRule;

class ArchiveTest {

    private static final byte[] MEGABYTE_OF_ZEROS = new byte[1 << 20];
    private static final byte[] NO_PICTURE = {1, 2, 3};

    @TempDir
    Path folder;

    @TempDir
    Path other;

    @BeforeEach
    void drawTwoClasses() throws IOException {
        OwnFiles.png(folder.resolve("set/a/1.png"), 2, 2, 0xff000000);
        OwnFiles.png(folder.resolve("set/b/1.png"), 2, 2, 0xffffffff);
    }

    private static Split open(Path source) {
        SplitRule split = new SplitRule(1, 0, SplitRule.Order.FILE, 1);
        return OwnData.open(new OwnSpec(source, ReadRule.asFound(), RangeRule.AUTO, split))
                .split();
    }

    private Path tar(String name, boolean gzip, Consumer<TarArchiveOutputStream> content) throws IOException {
        Path file = other.resolve(name);
        try (OutputStream out = Files.newOutputStream(file);
                TarArchiveOutputStream tar = new TarArchiveOutputStream(gzip ? new GZIPOutputStream(out) : out)) {
            content.accept(tar);
        }
        return file;
    }

    private static void put(TarArchiveOutputStream tar, String name, byte[] content) {
        try {
            TarArchiveEntry entry = new TarArchiveEntry(name, true);
            entry.setSize(content.length);
            tar.putArchiveEntry(entry);
            tar.write(content);
            tar.closeArchiveEntry();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void putSet(TarArchiveOutputStream tar) {
        try {
            for (String name : List.of("set/a/1.png", "set/b/1.png")) {
                put(tar, name, Files.readAllBytes(folder.resolve(name)));
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void assertRefused(Path archive, String... words) {
        assertThatThrownBy(() -> open(archive))
                .isInstanceOf(DataException.class)
                .message()
                .contains(words)
                .contains(archive.toString(), "expected")
                .doesNotContain("\n");
    }

    /** The folders of this process: tests in other processes have theirs beside them. */
    private static List<Path> temporaryFolders() throws IOException {
        String prefix = "vae4j-" + ProcessHandle.current().pid() + "-";
        try (var all = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return all.filter(path -> path.getFileName().toString().startsWith(prefix))
                    .toList();
        }
    }

    @Test
    void tarArchivesAreReadAsTheFolderInThem() throws IOException {
        List<Path> before = temporaryFolders();
        String expected = open(folder.resolve("set")).test().sha256();
        for (String name : List.of("set.tar.gz", "set.tgz", "set.tar")) {
            Split split = open(tar(name, !name.endsWith(".tar"), this::putSet));
            assertThat(split.test().sha256()).isEqualTo(expected);
            assertThat(split.test().label(0)).isEqualTo(1);
            assertThat(split.test().name()).isEqualTo("set/test");
        }
        assertThat(temporaryFolders()).as("folders that are left").isEqualTo(before);
    }

    private void writeTwoArchives(String first, String second) throws IOException {
        tar(first, first.endsWith("gz"), this::putSet);
        tar(second, second.endsWith("gz"), out -> {
            putPicture(out, "more/c/1.png", "set/a/1.png");
            putPicture(out, "more/a/1.png", "set/b/1.png");
        });
    }

    @Test
    void archivesOfAFolderAreJoined() throws IOException {
        writeTwoArchives("one.tar.gz", "two.tar");
        Split split = open(other);
        assertThat(split.train().size()).isEqualTo(3);
        assertThat(split.train().label(1)).isEqualTo(1);
        assertThat(split.train().label(2)).as("a, of the second archive").isZero();
        assertThat(split.test().label(0)).as("c, of the second archive").isEqualTo(2);
    }

    @Test
    void archivesNamedAsPartsAreTheParts() throws IOException {
        writeTwoArchives("train.tar.gz", "test.tar");
        assertThat(open(other).train().size()).isEqualTo(2);
        assertThat(open(other).test().size()).isEqualTo(2);
    }

    private void putPicture(TarArchiveOutputStream tar, String name, String picture) {
        try {
            put(tar, name, Files.readAllBytes(folder.resolve(picture)));
            put(tar, name.replace("/1.png", "/README"), new byte[0]);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void refusesATarEntryThatLeadsOut() throws IOException {
        Path evil = tar("evil.tar.gz", true, tar -> put(tar, "../../evil.txt", new byte[] {1}));
        assertRefused(evil, "../../evil.txt", "leads out");
    }

    @Test
    void refusesATarEntryWithAnAbsolutePathAndWritesNothing() throws IOException {
        Path absolute = tar("absolute.tar", false, tar -> putEntry(tar, absoluteEntry()));
        assertRefused(absolute, "leads out");
        assertThat(other.resolve("absolute.txt")).doesNotExist();
    }

    private TarArchiveEntry absoluteEntry() {
        TarArchiveEntry entry = new TarArchiveEntry("/" + other.resolve("absolute.txt"), true);
        entry.setSize(0);
        return entry;
    }

    private static void putEntry(TarArchiveOutputStream tar, TarArchiveEntry entry) {
        try {
            tar.putArchiveEntry(entry);
            tar.closeArchiveEntry();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void refusesAZipEntryThatLeadsOut() throws IOException {
        Path zip = other.resolve("evil.zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            out.putNextEntry(new ZipEntry("../evil.png"));
            out.write(1);
        }
        assertRefused(zip, "evil.zip");
    }

    @Test
    void refusesLinks() throws IOException {
        TarArchiveEntry link = new TarArchiveEntry("set/link", TarConstants.LF_SYMLINK);
        link.setLinkName("/etc");
        assertRefused(tar("link.tar.gz", true, tar -> putEntry(tar, link)), "set/link", "link");
    }

    @Test
    void refusesATarArchiveThatUnpacksToFarMoreThanItHas() throws IOException {
        Path tar = tar("bomb.tar.gz", true, out -> {
            for (int i = 0; i < 80; i++) {
                put(out, "x" + i + ".npy", MEGABYTE_OF_ZEROS);
            }
        });
        assertRefused(tar, "unpacks to");
    }

    @Test
    void refusesAZipArchiveThatUnpacksToFarMoreThanItHas() throws IOException {
        Path zip = other.resolve("bomb.zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            for (int i = 0; i < 80; i++) {
                out.putNextEntry(new ZipEntry("x" + i + ".npy"));
                out.write(MEGABYTE_OF_ZEROS);
            }
        }
        assertRefused(zip, "unpacks to");
    }

    /** The archive's directory says that an entry of a megabyte has 100 bytes. */
    @Test
    void refusesAZipEntryThatIsLargerThanItsDirectorySays() throws IOException {
        Path zip = other.resolve("lie.zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            out.putNextEntry(new ZipEntry("a/x.csv"));
            out.write("1,2\n".repeat(1 << 18).getBytes(StandardCharsets.US_ASCII));
        }
        assertThat(open(zip).train().size()).isGreaterThan(200_000);
        byte[] content = Files.readAllBytes(zip);
        int directory = new String(content, StandardCharsets.ISO_8859_1).indexOf("PK\u0001\u0002");
        ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).putInt(directory + 24, 100);
        Files.write(zip, content);
        assertRefused(zip, "lie.zip/a/x.csv", "more than the 100 bytes");
    }

    @Test
    void refusesMoreThanThreeArchivesWithinOneAnother() throws IOException {
        Path file = other.resolve("0.zip");
        for (int depth = 0; depth < 5; depth++) {
            Path outer = other.resolve(depth + 1 + ".zip");
            try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(outer))) {
                out.putNextEntry(new ZipEntry(depth == 0 ? "set/1.png" : "set/" + depth + ".zip"));
                out.write(Files.readAllBytes(depth == 0 ? folder.resolve("set/a/1.png") : file));
                out.closeEntry();
                out.putNextEntry(new ZipEntry(depth == 0 ? "set/2.png" : "set/README"));
                out.write(Files.readAllBytes(folder.resolve("set/b/1.png")));
            }
            file = outer;
        }
        assertThat(open(other.resolve("2.zip")).train().size()).isEqualTo(1);
        assertRefused(file, "unpack it by hand");
    }

    @Test
    void refusesASparseTarEntryThatUnpacksToFarMoreThanItHas() throws IOException {
        byte[] tar = new byte[4 * 512];
        text(tar, 0, "big.npy");
        text(tar, 100, "0000644\0" + "0000000\0" + "0000000\0" + "00000000000\0" + "00000000000\0");
        text(tar, 156, "S");
        text(tar, 257, "ustar  \0");
        text(tar, 386, "04000000000\0" + "00000000000\0");
        text(tar, 483, "04000000000\0");
        int sum = 8 * ' ';
        for (int i = 0; i < 512; i++) {
            sum += tar[i] & 0xff;
        }
        text(tar, 148, String.format("%06o\0 ", sum));
        Path file = Files.write(other.resolve("sparse.tar"), tar);
        assertRefused(file, "2048 bytes that unpacks to");
    }

    private static void text(byte[] target, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, target, at, bytes.length);
    }

    @Test
    void errorsInsideAnArchiveNameTheArchiveAndTheEntry() throws IOException {
        Path tar = tar("set.tar.gz", true, out -> {
            putSet(out);
            put(out, "set/a/2.png", NO_PICTURE);
        });
        assertRefused(tar, tar + "/set/a/2.png");
        Path zip = other.resolve("inside.zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            out.putNextEntry(new ZipEntry("set/1.png"));
            out.write(NO_PICTURE);
        }
        assertRefused(zip, zip + "/set/1.png");
    }

    @Test
    void refusesDamagedArchives() throws IOException {
        byte[] whole = Files.readAllBytes(tar("whole.tar.gz", true, this::putSet));
        Path cut = Files.write(other.resolve("cut.tar.gz"), Arrays.copyOf(whole, whole.length / 2));
        assertRefused(cut, "damaged");
        assertRefused(Files.writeString(other.resolve("text.tar.gz"), "hello"), "damaged");
    }
}
