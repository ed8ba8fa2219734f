package org.vae4j.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
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
    void refusesOtherContentOfTheSameFormatByItsChecksum() throws IOException {
        tiny.write(root, true);
        byte[] other = tiny.files().get(IMAGES).clone();
        other[20] ^= 1;
        assertRefused(TinyIdx.gzip(other)).hasMessageContaining("SHA-256 of the uncompressed content");
    }

    @Test
    void refusesDamagedGzip() throws IOException {
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
    void refusesAnotherNumberOfLabelsThanImages() throws IOException {
        TinyIdx.create().write(root, true);
        tiny.files().put("train-labels-idx1-ubyte", TinyIdx.idx(4));
        tiny.write(root, true);
        assertThatThrownBy(() -> tiny.source().load(TinyIdx.folders(root)))
                .isInstanceOf(CorruptDataException.class)
                .hasMessageContaining("has 4 labels, expected 5");
    }

    /** The checksum is that of the uncompressed content. */
    @Test
    void acceptsFilesThatWereCompressedAnew() throws IOException {
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
    void aContentHashTellsTheSetThatAFileBelongsTo() {
        assertThat(Sources.nameOfSetWith("bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9"))
                .contains("fashion-mnist");
        assertThat(Sources.nameOfSetWith("65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"))
                .contains("mnist");
        assertThat(Sources.nameOfSetWith("00")).isEmpty();
    }

    @Test
    void refusesContentThatUnpacksToMoreThanItsSize() throws IOException {
        tiny.write(root, true);
        byte[] longer = Arrays.copyOf(tiny.files().get(IMAGES), 200_000);
        assertRefused(TinyIdx.gzip(longer)).hasMessageContaining("more than the 46 bytes of content");
    }

    @Test
    void refusesTestImagesOfAnotherSizeThanTrainingImages() throws IOException {
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

    /** The fault is the archive's, not the cache's. */
    @Test
    void unpackingReportsDamagedGzipAsDamaged() throws IOException {
        tiny.write(root, true);
        byte[] sound = TinyIdx.gzip(tiny.files().get(IMAGES));
        Files.write(root.resolve("tiny").resolve(IMAGES + ".gz"), Arrays.copyOf(sound, sound.length - 12));
        assertThatThrownBy(() -> PlainFiles.folder(tiny.source(), TinyIdx.folders(root)))
                .isInstanceOf(CorruptDataException.class)
                .hasMessageContaining(IMAGES + ".gz is damaged gzip");
    }

    private AbstractThrowableAssert<?, ? extends Throwable> assertRefused(byte[] images) throws IOException {
        Files.write(root.resolve("tiny").resolve(IMAGES + ".gz"), images);
        return assertThatThrownBy(() -> tiny.source().load(TinyIdx.folders(root)))
                .isInstanceOf(CorruptDataException.class)
                .hasMessageContaining(IMAGES)
                .hasMessageNotContaining("\n");
    }
}
