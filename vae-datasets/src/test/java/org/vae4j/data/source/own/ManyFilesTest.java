package org.vae4j.data.source.own;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vae4j.data.DataException;
import org.vae4j.data.ExampleSet;
import org.vae4j.data.ImageShape;
import org.vae4j.data.Split;
import org.vae4j.data.source.found.Format;
import org.vae4j.data.source.found.ReadRule;
import org.vae4j.data.source.image.Colour;
import org.vae4j.data.source.image.PictureRule;

class ManyFilesTest {

    @TempDir
    Path folder;

    private static Split open(Path source, List<Integer> shape, PictureRule pictures) {
        ReadRule reading = new ReadRule(Format.AUTO, shape, pictures, "");
        SplitRule split = new SplitRule(1, 0, SplitRule.Order.FILE, 1);
        return OwnData.open(new OwnSpec(source, reading, RangeRule.AUTO, split)).split();
    }

    private static Split open(Path source) {
        return open(source, List.of(), PictureRule.NONE);
    }

    private Path bytes(String name, String shape, int... values) throws IOException {
        byte[] content = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            content[i] = (byte) values[i];
        }
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return OwnFiles.npy(file, "|u1", "False", shape, content);
    }

    private static int[] pixels(ExampleSet set, int example) {
        int[] pixels = new int[set.shape().size()];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = set.images().pixel(example, i);
        }
        return pixels;
    }

    @Test
    void aPatternTakesLabelFilesForLabels() throws IOException {
        bytes("a.npy", "(2, 1, 2)", 1, 2, 3, 4);
        bytes("b.npy", "(1, 1, 2)", 5, 6);
        bytes("a-labels.npy", "(2,)", 1, 0);
        bytes("b-labels.npy", "(1,)", 2);
        Split split = open(folder.resolve("*.npy"));
        assertThat(split.train().size()).isEqualTo(2);
        assertThat(split.train().label(0)).isEqualTo(1);
        assertThat(split.test().label(0)).isEqualTo(2);
    }

    @Test
    void followsALinkToAFolderOfFiles() throws IOException {
        bytes("disk/a/1.npy", "(2, 1, 2)", 1, 2, 3, 4);
        bytes("disk/b/1.npy", "(1, 1, 2)", 5, 6);
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("disk"));
        assertThat(pixels(open(link).test(), 0)).containsExactly(5, 6);
        assertThat(pixels(open(link.resolve("*/1.npy")).test(), 0))
                .as("through a pattern")
                .containsExactly(5, 6);
    }

    private Path linkedClasses() throws IOException {
        bytes("disk/a/1.npy", "(2, 1, 2)", 1, 2, 3, 4);
        bytes("disk/b/1.npy", "(1, 1, 2)", 5, 6);
        Path classes = Files.createDirectories(folder.resolve("classes"));
        Files.createSymbolicLink(classes.resolve("a"), folder.resolve("disk/a"));
        Files.createSymbolicLink(classes.resolve("b"), folder.resolve("disk/b"));
        return classes;
    }

    @Test
    void linksToFoldersMayBeClasses() throws IOException {
        Split split = open(linkedClasses());
        assertThat(split.train().size()).isEqualTo(2);
        assertThat(split.test().label(0)).as("b").isEqualTo(1);
    }

    @Test
    void followsALinkToAFolderOfImages() throws IOException {
        OwnFiles.png(folder.resolve("images/1.png"), 1, 2, 0xff000000);
        OwnFiles.png(folder.resolve("images/2.png"), 1, 2, 0xffffffff);
        Path images = Files.createSymbolicLink(folder.resolve("pictures"), folder.resolve("images"));
        assertThat(pixels(open(images).test(), 0)).containsExactly(255, 255);
    }

    @Test
    void refusesLinksThatMakeACircle() throws IOException {
        Path classes = linkedClasses();
        Files.createSymbolicLink(classes.resolve("b/round"), classes);
        assertThatThrownBy(() -> open(classes))
                .isInstanceOf(DataException.class)
                .message()
                .contains("round", "expected")
                .doesNotContain("\n");
    }

    @Test
    void arraysOfAFolderAreJoinedInTheOrderOfTheirNames() throws IOException {
        bytes("b.npy", "(1, 1, 2)", 5, 6);
        bytes("a.npy", "(2, 1, 2)", 1, 2, 3, 4);
        Split split = open(folder);
        assertThat(split.train().size()).isEqualTo(2);
        assertThat(pixels(split.train(), 0)).containsExactly(1, 2);
        assertThat(pixels(split.test(), 0)).containsExactly(5, 6);
    }

    @Test
    void refusesToJoinArraysOfOtherShapes() throws IOException {
        bytes("a.npy", "(2, 1, 2)", 1, 2, 3, 4);
        bytes("c.npy", "(1, 2, 2)", 5, 6, 7, 8);
        assertThatThrownBy(() -> open(folder))
                .isInstanceOf(DataException.class)
                .hasMessageContainingAll("c.npy", "1x2x2", "expected 1x1x2", "a.npy");
    }

    /** The second file must not be ignored. */
    @Test
    void refusesTwoFilesOfOnePart() throws IOException {
        bytes("train.npy", "(1, 1, 2)", 1, 2);
        Files.writeString(folder.resolve("training.csv"), "a,b\n1,2\n");
        assertThatThrownBy(() -> open(folder))
                .isInstanceOf(DataException.class)
                .hasMessageContainingAll("train.npy", "training.csv", "both of the part train", "rename or remove one");
    }

    @Test
    void takesOneOfAFileAndItsCompressedCopy() throws IOException {
        Path plain = bytes("train.npy", "(2, 1, 2)", 1, 2, 3, 4);
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(folder.resolve("train.npy.gz")))) {
            Files.copy(plain, out);
        }
        assertThat(open(folder).train().size()).isEqualTo(2);
    }

    @Test
    void anArrayOfTheGivenShapeIsOneExampleOfItsFoldersClass() throws IOException {
        bytes("cat/1.npy", "(2, 2)", 1, 2, 3, 4);
        bytes("cat/2.npy", "(2, 2)", 5, 6, 7, 8);
        bytes("dog/1.npy", "(2, 2)", 9, 9, 9, 7);
        Split split = open(folder, List.of(2, 2), PictureRule.NONE);
        assertThat(split.train().size()).isEqualTo(2);
        assertThat(split.train().shape()).isEqualTo(new ImageShape(1, 2, 2));
        assertThat(pixels(split.train(), 1)).containsExactly(5, 6, 7, 8);
        assertThat(split.train().label(1)).isZero();
        assertThat(split.test().label(0)).isEqualTo(1);
    }

    @Test
    void aPatternChoosesImagesWhoseFoldersAreClasses() throws IOException {
        OwnFiles.png(folder.resolve("a/x1.png"), 2, 2, 0xff000000);
        OwnFiles.png(folder.resolve("a/y1.png"), 2, 2, 0xff404040);
        OwnFiles.png(folder.resolve("b/x1.png"), 2, 2, 0xffffffff);
        Split split = open(folder.resolve("*/x*.png"));
        assertThat(split.train().size()).isEqualTo(1);
        assertThat(split.test().label(0)).isEqualTo(1);
        assertThat(pixels(split.test(), 0)).containsOnly(255);
        assertThat(split.test().name())
                .as("the folder before the pattern")
                .isEqualTo(folder.getFileName().toString().replaceAll("[^A-Za-z0-9._-]", "-") + "/test");
    }

    @Test
    void aPatternChoosesArrays() throws IOException {
        bytes("p1.npy", "(1, 2)", 1, 2);
        bytes("p2.npy", "(1, 2)", 3, 4);
        assertThat(open(folder.resolve("p?.npy")).train().size()).isEqualTo(1);
    }

    @Test
    void refusesAPatternThatNoFileMatches() {
        assertThatThrownBy(() -> open(folder.resolve("*.tif")))
                .isInstanceOf(DataException.class)
                .hasMessageContainingAll("*.tif", "no file that matches");
    }

    private static final String TWO_IMAGES = """
            9 9 9 9
            9 1 2 9
            9 3 4 9
            9 9 9 9

            0 0 0 0
            0 8 8 0
            0 8 8 0
            0 0 0 0
            """;

    private Path twoImages() throws IOException {
        int[] values =
                Stream.of(TWO_IMAGES.split("\\s+")).mapToInt(Integer::parseInt).toArray();
        return bytes("x.npy", "(2, 4, 4)", values);
    }

    @Test
    void cropKeepsTheMiddleOfEachImage() throws IOException {
        PictureRule cropped = new PictureRule(List.of(2, 2), List.of(), List.of(), Colour.AUTO);
        assertThat(pixels(open(twoImages(), List.of(), cropped).train(), 0)).containsExactly(1, 2, 3, 4);
    }

    @Test
    void imagesAreCroppedResizedAndPaddedInThisOrder() throws IOException {
        PictureRule all = new PictureRule(List.of(2, 2), List.of(1, 1), List.of(2, 3), Colour.RGB);
        Split split = open(twoImages(), List.of(), all);
        assertThat(split.train().shape()).isEqualTo(new ImageShape(3, 2, 3));
        assertThat(pixels(split.train(), 0)).containsExactly(0, 3, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0);
    }

    @Test
    void refusesACropThatIsLargerThanAnImage() throws IOException {
        Path file = twoImages();
        PictureRule large = new PictureRule(List.of(5, 2), List.of(), List.of(), Colour.AUTO);
        assertThatThrownBy(() -> open(file, List.of(), large)).hasMessageContainingAll("x.npy", "4 x 4", "data.crop");
    }

    @Test
    void refusesAPaddedImageThatIsSmallerThanAnImage() throws IOException {
        Path file = twoImages();
        PictureRule small = new PictureRule(List.of(), List.of(), List.of(3, 9), Colour.AUTO);
        assertThatThrownBy(() -> open(file, List.of(), small)).hasMessageContainingAll("x.npy", "4 x 4", "data.pad");
    }

    @Test
    void coloursBecomeGreyByTheirLuma() throws IOException {
        bytes("x.npy", "(2, 2, 1, 3)", 255, 0, 0, 9, 9, 9, 0, 255, 0, 9, 9, 9);
        PictureRule grey = new PictureRule(List.of(), List.of(), List.of(), Colour.GREY);
        Split split = open(folder.resolve("x.npy"), List.of(), grey);
        assertThat(pixels(split.train(), 0)).containsExactly(76, 9);
        assertThat(pixels(split.test(), 0)).containsExactly(150, 9);
    }

    @Test
    void refusesToChangeThePicturesOfATable() throws IOException {
        Files.writeString(folder.resolve("t.csv"), "a,b\n1,2\n3,4\n");
        PictureRule grey = new PictureRule(List.of(), List.of(), List.of(), Colour.GREY);
        assertThatThrownBy(() -> open(folder.resolve("t.csv"), List.of(), grey))
                .isInstanceOf(DataException.class)
                .hasMessageContainingAll("t.csv", "table of 2 columns");
    }
}
