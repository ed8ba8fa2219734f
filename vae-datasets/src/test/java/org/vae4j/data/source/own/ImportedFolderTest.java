package org.vae4j.data.source.own;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vae4j.data.DataException;
import org.vae4j.data.DataRange;
import org.vae4j.data.ExampleSet;
import org.vae4j.data.ImageShape;
import org.vae4j.data.Split;
import org.vae4j.data.source.found.Format;
import org.vae4j.data.source.found.Part;
import org.vae4j.data.source.found.ReadRule;
import org.vae4j.data.source.image.PictureRule;

class ImportedFolderTest {

    @TempDir
    Path folder;

    private static OwnSpec spec(Path source, RangeRule range) {
        return new OwnSpec(source, ReadRule.asFound(), range, new SplitRule(0.25, 1, SplitRule.Order.RANDOM, 3));
    }

    private Path imported(Path source, RangeRule range) {
        Path copy = folder.resolve("copy");
        ScaledParts.open(spec(source, range)).write(copy);
        return copy;
    }

    private Path colours() throws IOException {
        byte[] content = new byte[8 * 12];
        for (int i = 0; i < content.length; i++) {
            content[i] = (byte) (i * 37);
        }
        OwnFiles.npy(folder.resolve("x-labels.npy"), "|u1", "False", "(8,)", new byte[] {0, 1, 2, 3, 4, 5, 6, 7});
        return OwnFiles.npy(folder.resolve("x.npy"), "|u1", "False", "(8, 2, 2, 3)", content);
    }

    private static void assertRefused(Path source, RangeRule range, String... words) {
        assertThatThrownBy(() -> OwnData.open(spec(source, range)))
                .isInstanceOf(DataException.class)
                .message()
                .contains(words)
                .contains("expected")
                .doesNotContain("\n");
    }

    private static List<String> hashes(Split split) {
        return List.of(
                split.train().sha256(),
                split.valid().orElseThrow().sha256(),
                split.test().sha256(),
                split.train().labelsSha256());
    }

    @Test
    void aCopyIsMappedAndDividedLikeItsSource() throws IOException {
        Path source = colours();
        OwnData expected = OwnData.open(spec(source, RangeRule.AUTO));
        OwnData found = OwnData.open(spec(imported(source, RangeRule.AUTO), RangeRule.AUTO));
        assertThat(found.split().train().isMapped()).isTrue();
        assertThat(found.split().train().shape()).isEqualTo(new ImageShape(3, 2, 2));
        assertThat(hashes(found.split())).isEqualTo(hashes(expected.split()));
        assertThat(found.rule()).isEqualTo(RangeRule.BYTE);
        assertThat(found.split().test().named("t").head(1).sha256())
                .isEqualTo(expected.split().test().head(1).sha256());
        float[] one = new float[12];
        float[] other = new float[12];
        found.split().train().copyTo(2, one, 0);
        expected.split().train().copyTo(2, other, 0);
        assertThat(one).isEqualTo(other);
    }

    @Test
    void tablesKeepTheirColumnsAndAreStandardisedByTheTrainingPart() throws IOException {
        Path source =
                Files.writeString(folder.resolve("t.csv"), "größe,b\n1,10\n3,10\n2,11\n7,12\n8,9\n2,1\n3,3\n4,4\n");
        OwnData expected = OwnData.open(spec(source, RangeRule.AUTO));
        OwnData found = OwnData.open(spec(imported(source, RangeRule.AUTO), RangeRule.AUTO));
        assertThat(found.columns()).containsExactly("größe", "b");
        assertThat(found.standardisation().orElseThrow().means())
                .isEqualTo(expected.standardisation().orElseThrow().means());
        assertThat(found.split().test().sha256())
                .isEqualTo(expected.split().test().sha256());
        assertThat(found.values()).isEqualTo(DataRange.REAL);
    }

    @Test
    void classesKeepTheirNames() throws IOException {
        OwnFiles.png(folder.resolve("set/größe/1.png"), 1, 2, 0xff000000);
        OwnFiles.png(folder.resolve("set/größe/2.png"), 1, 2, 0xff000000);
        OwnFiles.png(folder.resolve("set/b/1.png"), 1, 2, 0xffffffff);
        OwnData found = OwnData.open(spec(imported(folder.resolve("set"), RangeRule.AUTO), RangeRule.AUTO));
        assertThat(found.classes()).containsExactly("b", "größe");
    }

    @Test
    void aCopyOfPartsHasTheSameParts() throws IOException {
        Path set = Files.createDirectories(folder.resolve("set"));
        OwnFiles.npy(set.resolve("train.npy"), "|u1", "False", "(2, 1, 2)", new byte[] {0, 1, 1, 0});
        OwnFiles.npy(set.resolve("test.npy"), "|u1", "False", "(1, 1, 2)", new byte[] {1, 1});
        Split split = OwnData.open(spec(imported(set, RangeRule.AUTO), RangeRule.AUTO))
                .split();
        assertThat(split.train().values()).isEqualTo(DataRange.BINARY);
        assertThat(split.train().images().pixel(0, 1)).isEqualTo(255);
        assertThat(split.test().size()).isEqualTo(1);
    }

    @Test
    void refusesChangedValues() throws IOException {
        Path copy = imported(colours(), RangeRule.AUTO);
        Path values = copy.resolve("all.npy");
        byte[] bytes = Files.readAllBytes(values);
        bytes[bytes.length - 5]++;
        Files.write(values, bytes);
        assertRefused(copy, RangeRule.AUTO, "all.npy", "SHA-256", "import the data again");
        Files.write(values, Arrays.copyOf(bytes, bytes.length - 5));
        assertRefused(copy, RangeRule.AUTO, "all.npy", "truncated");
        Files.delete(values);
        assertRefused(copy, RangeRule.AUTO, "all.npy");
    }

    @ParameterizedTest
    @CsvSource({"version=1, found no range", "version=2, version 2", "a=\\u12x4, damaged description"})
    void refusesAChangedDescription(String text, String message) throws IOException {
        Path copy = imported(colours(), RangeRule.AUTO);
        Files.writeString(copy.resolve("vae4j-data.properties"), text + "\n");
        assertRefused(copy, RangeRule.AUTO, message);
    }

    @Test
    void refusesChangedLabels() throws IOException {
        Path copy = imported(colours(), RangeRule.AUTO);
        Path labels = copy.resolve("all-labels.npy");
        byte[] bytes = Files.readAllBytes(labels);
        bytes[bytes.length - 4]--;
        Files.write(labels, bytes);
        assertRefused(copy, RangeRule.AUTO, "all-labels.npy", "SHA-256", "import the data again");
        OwnFiles.npy(labels, "<i4", "False", "(1,)", new byte[4]);
        assertRefused(copy, RangeRule.AUTO, "all-labels.npy", "found 1 labels", "all.npy", "import the data again");
        Files.delete(labels);
        assertRefused(copy, RangeRule.AUTO, "all-labels.npy", "none", "import the data again");
        OwnFiles.npy(copy.resolve("all.npy"), "|u1", "False", "(1, 2)", new byte[2]);
        assertRefused(copy, RangeRule.AUTO, "all.npy", "[1, 2]", "import the data again");
    }

    /** Descriptions of version 0.1 say UNIT_INTERVAL for the levels of bytes. */
    @Test
    void opensCopiesOfVersion01() throws IOException {
        Path copy = imported(colours(), RangeRule.AUTO);
        Path description = copy.resolve("vae4j-data.properties");
        String text = Files.readString(description);
        assertThat(text).contains("values=LEVELS");
        Files.writeString(description, text.replace("values=LEVELS", "values=UNIT_INTERVAL"));
        assertThat(ImportedFolder.read(spec(copy, RangeRule.AUTO))
                        .parts()
                        .get(Part.ALL)
                        .values())
                .isEqualTo(DataRange.LEVELS);
    }

    @Test
    void refusesToTouchAFolderThatAnotherImportWrites() throws IOException {
        Path source = colours();
        Path other = Files.createDirectories(folder.resolve("copy.part"));
        Path precious = Files.writeString(other.resolve("precious.txt"), "mine");
        assertThatThrownBy(() -> imported(source, RangeRule.AUTO))
                .isInstanceOf(DataException.class)
                .hasMessageContainingAll(other.toString(), "remove it");
        assertThat(precious).hasContent("mine");
    }

    @Test
    void refusesKeysThatOnlyAnImportReads() throws IOException {
        Path copy = imported(colours(), RangeRule.AUTO);
        assertRefused(copy, RangeRule.REAL, "data.range=real", "byte");
        ReadRule reading = new ReadRule(Format.AUTO, List.of(12), PictureRule.NONE, "");
        assertThatThrownBy(() -> OwnData.open(
                        new OwnSpec(copy, reading, RangeRule.AUTO, new SplitRule(0, 0, SplitRule.Order.FILE, 1))))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("data.shape");
    }

    @Test
    void refusesToWriteOverAFolder() throws IOException {
        Path source = colours();
        Path there = Files.createDirectories(folder.resolve("copy"));
        assertThatThrownBy(() -> imported(source, RangeRule.AUTO))
                .isInstanceOf(DataException.class)
                .hasMessageContainingAll(there.toString(), "remove it");
    }

    @Test
    void theSameDataGiveTheSameFiles() throws IOException {
        Path source = colours();
        Path first = imported(source, RangeRule.AUTO);
        Path second = folder.resolve("second");
        ScaledParts.open(spec(first, RangeRule.AUTO)).write(second);
        for (String name : List.of("all.npy", "all-labels.npy", "vae4j-data.properties")) {
            assertThat(Files.readAllBytes(second.resolve(name)))
                    .as(name)
                    .isEqualTo(Files.readAllBytes(first.resolve(name)));
        }
    }

    private Split fold(int count, int held) throws IOException {
        SplitRule rule = new SplitRule(0.1, 1, SplitRule.Order.RANDOM, 3, new SplitRule.Folds(count, held));
        return OwnData.open(new OwnSpec(colours(), ReadRule.asFound(), RangeRule.AUTO, rule))
                .split();
    }

    private static List<Integer> labels(ExampleSet set) {
        return IntStream.range(0, set.size()).mapToObj(set::label).toList();
    }

    /** The labels of the eight examples are their numbers. */
    @Test
    void everyExampleIsTestedInExactlyOneFold() throws IOException {
        List<Integer> tested = new ArrayList<>();
        for (int held = 0; held < 3; held++) {
            Split split = fold(3, held);
            assertThat(split.test().size()).as("fold %d", held).isBetween(2, 3);
            assertThat(split.train().size() + 1 + split.test().size()).isEqualTo(8);
            assertThat(labels(split.train())).doesNotContainAnyElementsOf(labels(split.test()));
            tested.addAll(labels(split.test()));
        }
        assertThat(tested).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7);
    }

    @Test
    void refusesFoldsThatDoNotExist() {
        assertThatThrownBy(() -> new SplitRule.Folds(3, 3)).hasMessageContainingAll("data.split.fold 3", "0 to 2");
        assertThatThrownBy(() -> new SplitRule.Folds(1, 0)).hasMessageContaining("data.split.folds 1");
    }

    @Test
    void refusesMoreFoldsThanExamples() {
        assertThatThrownBy(() -> fold(9, 0)).hasMessageContaining("data.split.folds");
    }
}
