package org.vae4j.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vae4j.data.CorruptDataException;
import org.vae4j.data.MissingDataException;
import org.vae4j.data.Split;

class SourceTest {

    private static final String IMAGES = "train-images-idx3-ubyte";

    @TempDir
    Path root;

    private final TinyIdx tiny = TinyIdx.create();

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void plainAndGzippedFilesGiveTheSameImages(boolean gzip) throws IOException {
        tiny.write(root, gzip);
        Split split = tiny.source().load(TinyIdx.folders(root));
        assertThat(split.train().name()).isEqualTo("tiny/train");
        assertThat(split.train().size()).isEqualTo(5);
        assertThat(split.train().images().pixel(4, 5)).isEqualTo(29);
        assertThat(split.train().label(4)).isEqualTo(4);
        assertThat(split.test().size()).isEqualTo(3);
        assertThat(split.valid()).isEmpty();
    }

    @Test
    void otherContentOfTheRightFormIsRefusedByItsChecksum() throws IOException {
        tiny.write(root, true);
        byte[] other = tiny.files().get(IMAGES).clone();
        other[20] ^= 1;
        assertRefused(TinyIdx.gzip(other)).hasMessageContaining("SHA-256 of the uncompressed content");
    }

    @Test
    void damagedGzipIsRefused() throws IOException {
        tiny.write(root, true);
        byte[] sound = TinyIdx.gzip(tiny.files().get(IMAGES));
        assertRefused(Arrays.copyOf(sound, sound.length - 12)).hasMessageContaining("ends in the middle");
        byte[] flipped = sound.clone();
        flipped[sound.length - 6] ^= 1;
        assertRefused(flipped).hasMessageContaining("gzip");
        assertRefused(Arrays.copyOf(sound, 7)).hasMessageContaining("gzip");
        assertRefused(new byte[0]).hasMessageContaining("starts with nothing");
    }

    @Test
    void labelsMustBeAsManyAsImages() throws IOException {
        TinyIdx.create().write(root, true);
        tiny.files().put("train-labels-idx1-ubyte", TinyIdx.idx(4));
        tiny.write(root, true);
        assertThatThrownBy(() -> tiny.source().load(TinyIdx.folders(root)))
                .isInstanceOf(CorruptDataException.class)
                .hasMessageContaining("has 4 labels, expected 5");
    }

    /** Genuine images that somebody compressed anew are genuine; it is their content that counts. */
    @Test
    void itDoesNotMatterWhoCompressedAFile() throws IOException {
        byte[] content = tiny.files().get(IMAGES);
        byte[] anew = TinyIdx.gzip(content);
        anew[9] = 7;
        Path file = Files.write(root.resolve("anew.gz"), anew);
        tiny.source().verify(file, IMAGES);
    }

    @Test
    void everyFileOfTheCatalogueHasAContentHashAndASize() throws IOException {
        for (String set : List.of("mnist", "fashion-mnist")) {
            Source source = Sources.find(set).orElseThrow();
            assertThat(source.bytes(IMAGES)).isEqualTo(47_040_016);
            Path images = Files.write(root.resolve("fifty"), TinyIdx.idx(50, 6, 5));
            assertThatThrownBy(() -> source.verify(images, IMAGES))
                    .as(set)
                    .isInstanceOf(CorruptDataException.class)
                    .hasMessageContaining("SHA-256 of the uncompressed content");
        }
        assertThat(Sources.find("mnist-larochelle").orElseThrow().bytes("binarized_mnist_test.amat"))
                .isGreaterThanOrEqualTo(15_680_000);
    }

    /** Genuine ones; their MD5 sums when they were hashed were those that Zalando published. */
    @Test
    void theLabelsOfTheTwoSetsOfOneFormatAreToldApart() {
        assertThat(Sources.nameOfSetWith("bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9"))
                .contains("fashion-mnist");
        assertThat(Sources.nameOfSetWith("65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"))
                .contains("mnist");
        assertThat(Sources.nameOfSetWith("00")).isEmpty();
    }

    @Test
    void whatUnpacksToMoreThanItShouldIsNotUnpacked() throws IOException {
        tiny.write(root, true);
        byte[] longer = Arrays.copyOf(tiny.files().get(IMAGES), 200_000);
        assertRefused(TinyIdx.gzip(longer)).hasMessageContaining("more than the 46 bytes of content");
    }

    @Test
    void aUserWhomTheSystemDoesNotKnowHasTheHomeThatTheEnvironmentNames() {
        assertThat(DataFolders.home(Map.of("HOME", "/h"), "?")).isEqualTo(Path.of("/h"));
        assertThat(DataFolders.home(Map.of("HOME", "/h"), "/known")).isEqualTo(Path.of("/known"));
        DataFolders nowhere = new DataFolders(
                Optional.empty(), Map.of(DataFolders.VARIABLE, "/d"), DataFolders.home(Map.of(), "?"), "Linux");
        assertThat(nowhere.roots()).containsExactly(Path.of("/d"));
        DataFolders lost = new DataFolders(Optional.empty(), Map.of(), DataFolders.home(Map.of(), "?"), "Linux");
        assertThatThrownBy(lost::target)
                .isInstanceOf(MissingDataException.class)
                .hasMessageContaining("set HOME");
    }

    @Test
    void testImagesMustBeOfTheSizeOfTrainingImages() throws IOException {
        String images = "t10k-images-idx3-ubyte";
        assertThat(tiny.files()).containsKey(images);
        tiny.files().put(images, TinyIdx.idx(2, 4, 4));
        tiny.files().put("t10k-labels-idx1-ubyte", TinyIdx.idx(2));
        tiny.write(root, true);
        assertThatThrownBy(() -> tiny.source().load(TinyIdx.folders(root)))
                .isInstanceOf(CorruptDataException.class)
                .hasMessageContaining("4x4")
                .hasMessageContaining(images)
                .hasMessageContaining("as in");
    }

    @Test
    void anExplicitFolderIsTheOnlyOneLookedAt() {
        Path home = Path.of("/home/me");
        DataFolders explicit =
                new DataFolders(Optional.of(Path.of("/data")), Map.of(DataFolders.VARIABLE, "/other"), home, "Linux");
        assertThat(explicit.roots()).containsExactly(Path.of("/data"));
        assertThat(explicit.target()).isEqualTo(Path.of("/data"));
    }

    @Test
    void theVariableComesBeforeTheCache() {
        Path home = Path.of("/home/me");
        DataFolders folders = new DataFolders(Optional.empty(), Map.of(DataFolders.VARIABLE, "/other"), home, "Linux");
        assertThat(folders.roots()).containsExactly(Path.of("/other"), home.resolve(".cache/vae4j"));
    }

    @Test
    void theCacheFolderFollowsTheCustomsOfTheSystem() {
        Path home = Path.of("/home/me");
        assertThat(cache(Map.of(), home, "Linux")).isEqualTo(home.resolve(".cache/vae4j"));
        assertThat(cache(Map.of("XDG_CACHE_HOME", "/c"), home, "Linux")).isEqualTo(Path.of("/c/vae4j"));
        assertThat(cache(Map.of("XDG_CACHE_HOME", " "), home, "Linux")).isEqualTo(home.resolve(".cache/vae4j"));
        assertThat(cache(Map.of(), home, "Mac OS X")).isEqualTo(home.resolve("Library/Caches/vae4j"));
        assertThat(cache(Map.of("LOCALAPPDATA", "/l"), home, "Windows 11")).isEqualTo(Path.of("/l/vae4j"));
        assertThat(cache(Map.of(), home, "Windows 11")).isEqualTo(home.resolve(".cache/vae4j"));
    }

    @Test
    void aSecondFolderIsTriedWhenTheFirstLacksTheFile() throws IOException {
        Path cache = root.resolve("cache");
        tiny.write(cache.resolve("vae4j"), true);
        DataFolders folders = new DataFolders(
                Optional.empty(),
                Map.of(DataFolders.VARIABLE, root.resolve("nothing").toString(), "XDG_CACHE_HOME", cache.toString()),
                root,
                "Linux");
        assertThat(tiny.source().load(folders).train().size()).isEqualTo(5);
        assertThatThrownBy(() -> Sources.find("mnist").orElseThrow().load(folders))
                .isInstanceOf(MissingDataException.class)
                .hasMessageContaining(root.resolve("nothing").resolve("mnist") + " or ");
    }

    @Test
    void rowsOfDigitsAreReadWhateverTheirOrder() throws IOException {
        AmatReader.Rows rows = amat("0 1 1 0\n1 0 0 0\n");
        assertThat(rows.pixels()).containsExactly(0, 255, 255, 0, 255, 0, 0, 0);
        assertThat(amat("1 0 0 0 \r\n0 1 1 0").rowSum()).isEqualTo(rows.rowSum());
        assertThat(amat("1 0 0 0\n0 1 1 1").rowSum()).isNotEqualTo(rows.rowSum());
        assertThat(amat("1 0 0 0\n0 1 1 0\n0 1 1 0").rowSum()).isNotEqualTo(rows.rowSum());
    }

    @Test
    void whatIsNotRowsOfDigitsIsRefused() {
        assertThatThrownBy(() -> amat("0 1 1 0\n1 0 2 0\n"))
                .isInstanceOf(CorruptDataException.class)
                .hasMessageContaining("line 2 contains '2'");
        assertThatThrownBy(() -> amat("0 1 1\n")).hasMessageContaining("line 1 has 3 pixels, expected 4");
        assertThatThrownBy(() -> amat("0 1 1 0 1\n")).hasMessageContaining("more than 4 pixels");
        assertThatThrownBy(() -> amat("")).hasMessageContaining("is empty");
        assertThatThrownBy(() -> amat("0 1 1 0\n\n")).hasMessageContaining("line 2 has 0 pixels");
    }

    @ParameterizedTest
    @ValueSource(strings = {"efbbbf3020312031", "fffe3000200031", "302031203120300aff30", "302031203120310aff"})
    void bytesThatAreNoDigitsAreNamed(String hex) {
        assertThatThrownBy(() -> AmatReader.read(
                        new ByteArrayInputStream(java.util.HexFormat.of().parseHex(hex)), "file", 4))
                .isInstanceOf(CorruptDataException.class)
                .hasMessageContaining("file line ")
                .hasMessageContaining("byte 0x");
    }

    private AbstractThrowableAssert<?, ? extends Throwable> assertRefused(byte[] images) throws IOException {
        Files.write(root.resolve("tiny").resolve(IMAGES + ".gz"), images);
        return assertThatThrownBy(() -> tiny.source().load(TinyIdx.folders(root)))
                .isInstanceOf(CorruptDataException.class)
                .hasMessageContaining(IMAGES)
                .hasMessageNotContaining("\n");
    }

    private static Path cache(Map<String, String> environment, Path home, String os) {
        return new DataFolders(Optional.empty(), environment, home, os).cache();
    }

    private static AmatReader.Rows amat(String text) throws IOException {
        return AmatReader.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII)), "file", 4);
    }
}
