package org.vae4j.data.source.known;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vae4j.data.CorruptDataException;
import org.vae4j.data.DataRange;
import org.vae4j.data.ImageSet;
import org.vae4j.data.ImageShape;
import org.vae4j.data.RealData;
import org.vae4j.data.Split;
import org.vae4j.data.catalog.DataSpec;
import org.vae4j.data.catalog.Datasets;
import org.vae4j.data.source.DataFolders;
import org.vae4j.data.source.image.Colour;
import org.vae4j.data.source.image.PictureRule;

/** Reads small archives in the published layout: black ink on white, and two archives that share a character. */
class OmniglotSmallTest {

    private static final String FIRST = "images_background_small1.zip";
    private static final String SECOND = "images_background_small2.zip";
    private static final int SIDE = 5;
    private static final int WHITE = 0xffffff;

    @TempDir
    Path root;

    private Path folder;

    @BeforeEach
    void makeFolder() throws IOException {
        folder = Files.createDirectories(root.resolve("set"));
    }

    private Split load() {
        PublishedFile first = PublishedFile.unchecked(FIRST, 1 << 20);
        PublishedFile second = PublishedFile.unchecked(SECOND, 1 << 20);
        return new OmniglotSmall(
                        new KnownSet.About("set", "set", "drawings", List.of(first, second), "https://example.org/"))
                .load(new DataFolders(Optional.of(root), Map.of(), root, "Linux"));
    }

    /** A drawing of one black pixel, whose place tells the character and the drawing. */
    private static byte[] drawing(int character, int number, int ink) throws IOException {
        int type = ink == 0 ? BufferedImage.TYPE_BYTE_BINARY : BufferedImage.TYPE_BYTE_GRAY;
        BufferedImage image = new BufferedImage(SIDE, SIDE, type);
        for (int i = 0; i < SIDE * SIDE; i++) {
            image.setRGB(i % SIDE, i / SIDE, WHITE);
        }
        int at = (number - 1 + 7 * character) % (SIDE * SIDE);
        image.setRGB(at % SIDE, at / SIDE, ink);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        return bytes.toByteArray();
    }

    private static Map<String, byte[]> character(String place, int character) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        for (int number = 1; number <= 20; number++) {
            files.put(String.format("%s/0%03d_%02d.png", place, character, number), drawing(character, number, 0));
        }
        return files;
    }

    private void zip(String name, Map<String, byte[]> files) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(folder.resolve(name)))) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(name.replace(".zip", "") + "/" + file.getKey()));
                zip.write(file.getValue());
            }
        }
    }

    private void writeBoth() throws IOException {
        Map<String, byte[]> first = character("Greek/character01", 1);
        first.putAll(character("Balinese/character01", 2));
        zip(FIRST, first);
        Map<String, byte[]> second = character("Greek/character01", 1);
        second.putAll(character("Tagalog/character09", 3));
        zip(SECOND, second);
    }

    private static List<Integer> pixels(ImageSet images, int example) {
        return IntStream.range(0, images.shape().size())
                .mapToObj(i -> images.pixel(example, i))
                .toList();
    }

    /** The pixels of each drawing, and its class behind them. */
    private static Set<List<Integer>> all(ImageSet images) {
        return IntStream.range(0, images.size())
                .mapToObj(i -> {
                    List<Integer> all = new ArrayList<>(pixels(images, i));
                    all.add(images.label(i));
                    return all;
                })
                .collect(Collectors.toSet());
    }

    /** Three characters of 20 drawings, though one of them stands in both archives. */
    @Test
    void everyDrawingIsInExactlyOnePart() throws IOException {
        writeBoth();
        Split split = load();
        assertThat(split.train().size()).isEqualTo(3 * 15);
        assertThat(split.test().size()).isEqualTo(3 * 5);
        assertThat(split.valid()).isEmpty();
        Set<List<Integer>> train = all(split.train().images());
        Set<List<Integer>> test = all(split.test().images());
        assertThat(train).hasSize(3 * 15);
        assertThat(test).hasSize(3 * 5);
        Set<List<Integer>> both = new HashSet<>(train);
        both.retainAll(test);
        assertThat(both).isEmpty();
    }

    @Test
    void strokesAreWhiteAndExamplesAreOrderedByTheNumberOfTheDrawing() throws IOException {
        writeBoth();
        ImageSet train = load().train().images();
        assertThat(train.values()).isEqualTo(DataRange.BINARY);
        int[] numbers = {2, 1, 3}; // Balinese, Greek, Tagalog
        for (int i = 0; i < train.size(); i++) {
            int at = (i / 3 + 7 * numbers[i % 3]) % (SIDE * SIDE);
            assertThat(train.label(i)).as("example %d", i).isEqualTo(i % 3);
            assertThat(train.pixel(i, at)).as("example %d", i).isEqualTo(255);
            assertThat(pixels(train, i).stream().mapToInt(Integer::intValue).sum())
                    .as("all pixels of example %d", i)
                    .isEqualTo(255);
        }
    }

    @Test
    void findsArchivesByTheirShorterNames() throws IOException {
        writeBoth();
        String content = load().train().sha256();
        Files.move(folder.resolve(FIRST), folder.resolve("omniglot_small1.zip"));
        assertThat(load().train().sha256()).isEqualTo(content);
    }

    @Test
    void refusesAnotherDrawingOfTheSameNameInTheSecondArchive() throws IOException {
        writeBoth();
        zip(SECOND, rename(character("Greek/character01", 4), "0004", "0001"));
        assertRefused("small2.zip", "another drawing", "0001_01.png", "copy both again");
    }

    @Test
    void refusesAFileWithoutTheNumberOfADrawing() throws IOException {
        writeBoth();
        zip(SECOND, Map.of("Greek/character01/alpha.png", drawing(1, 1, 0)));
        assertRefused("alpha.png", "number_drawing.png");
    }

    @Test
    void refusesADrawingInGrey() throws IOException {
        writeBoth();
        zip(SECOND, Map.of("Greek/character02/0002_01.png", drawing(1, 1, 0x808080)));
        assertRefused("set: found the grey level", "black on white alone");
    }

    @Test
    void refusesADamagedArchive() throws IOException {
        writeBoth();
        Files.write(folder.resolve(SECOND), new byte[] {1, 2, 3});
        assertRefused("small2.zip", "damaged archive");
    }

    private void assertRefused(String... words) {
        assertThatThrownBy(this::load).isInstanceOf(CorruptDataException.class).hasMessageContainingAll(words);
    }

    private static Map<String, byte[]> rename(Map<String, byte[]> files, String from, String to) {
        return files.entrySet().stream()
                .collect(Collectors.toMap(file -> file.getKey().replace(from, to), Map.Entry::getValue));
    }

    /** In the authors' archives, ink covers about a twentieth of a drawing. */
    @Test
    void theRealArchivesHave242CharactersOf20Drawings() {
        PictureRule small = new PictureRule(List.of(), List.of(28, 28), List.of(), Colour.AUTO);
        DataSpec spec = DataSpec.of("omniglot-small").withDir(RealData.require("omniglot-small"));
        Split split = Datasets.open(spec.withPictures(small).withValidation(242));
        assertThat(split.train().size()).isEqualTo(242 * 14);
        assertThat(split.test().size()).isEqualTo(242 * 5);
        ImageSet valid = split.valid().orElseThrow().images();
        assertThat(IntStream.range(0, valid.size()).map(valid::label).distinct().count())
                .isEqualTo(242);
        ImageSet train = split.train().images();
        assertThat(train.shape()).isEqualTo(new ImageShape(1, 28, 28));
        assertThat(train.values()).isEqualTo(DataRange.LEVELS);
        double ink = IntStream.range(0, train.size())
                .flatMap(i -> IntStream.range(0, 784).map(j -> train.pixel(i, j)))
                .average()
                .orElseThrow();
        assertThat(ink / 255).isBetween(0.04, 0.12);
        assertThat(all(split.test().images())).hasSize(242 * 5).doesNotContainAnyElementsOf(all(train));
    }
}
