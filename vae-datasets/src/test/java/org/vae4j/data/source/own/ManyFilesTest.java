package org.vae4j.data.source.own;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
    void patternsLeaveOutTheLabelsBesideTheExamples() throws IOException {
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
    void foldersMayBeLinksToOthers() throws IOException {
        bytes("disk/a/1.npy", "(2, 1, 2)", 1, 2, 3, 4);
        bytes("disk/b/1.npy", "(1, 1, 2)", 5, 6);
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("disk"));
        assertThat(pixels(open(link).test(), 0)).containsExactly(5, 6);
        assertThat(pixels(open(link.resolve("*/1.npy")).test(), 0)).containsExactly(5, 6);
        Path classes = Files.createDirectories(folder.resolve("classes"));
        Files.createSymbolicLink(classes.resolve("a"), folder.resolve("disk/a"));
        Files.createSymbolicLink(classes.resolve("b"), folder.resolve("disk/b"));
        assertThat(open(classes).train().size()).isEqualTo(2);
        assertThat(open(classes).test().label(0)).as("b").isEqualTo(1);
        OwnFiles.png(folder.resolve("images/1.png"), 1, 2, 0xff000000);
        OwnFiles.png(folder.resolve("images/2.png"), 1, 2, 0xffffffff);
        Path images = Files.createSymbolicLink(folder.resolve("pictures"), folder.resolve("images"));
        assertThat(pixels(open(images).test(), 0)).containsExactly(255, 255);
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
        bytes("c.npy", "(1, 2, 2)", 5, 6, 7, 8);
        assertThatThrownBy(() -> open(folder))
                .isInstanceOf(DataException.class)
                .hasMessageContainingAll("c.npy", "1x2x2", "expected 1x1x2", "a.npy");
    }

    @Test
    void anArrayOfOneExampleIsOneExampleAndItsFolderIsItsClass() throws IOException {
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
    void aPatternChoosesFiles() throws IOException {
        OwnFiles.png(folder.resolve("a/x1.png"), 2, 2, 0xff000000);
        OwnFiles.png(folder.resolve("a/y1.png"), 2, 2, 0xff404040);
        OwnFiles.png(folder.resolve("b/x1.png"), 2, 2, 0xffffffff);
        Split split = open(folder.resolve("*/x*.png"));
        assertThat(split.train().size()).isEqualTo(1);
        assertThat(split.test().label(0)).isEqualTo(1);
        assertThat(pixels(split.test(), 0)).containsOnly(255);
        assertThat(split.test().name())
                .isEqualTo(folder.getFileName().toString().replaceAll("[^A-Za-z0-9._-]", "-") + "/test");
        bytes("p1.npy", "(1, 2)", 1, 2);
        bytes("p2.npy", "(1, 2)", 3, 4);
        assertThat(open(folder.resolve("p?.npy")).train().size()).isEqualTo(1);
        assertThatThrownBy(() -> open(folder.resolve("*.tif")))
                .isInstanceOf(DataException.class)
                .hasMessageContainingAll("*.tif", "no file that matches");
    }

    @Test
    void imagesAreCroppedResizedAndPaddedInThisOrder() throws IOException {
        bytes(
                "x.npy",
                "(2, 4, 4)",
                9,
                9,
                9,
                9,
                9,
                1,
                2,
                9,
                9,
                3,
                4,
                9,
                9,
                9,
                9,
                9,
                0,
                0,
                0,
                0,
                0,
                8,
                8,
                0,
                0,
                8,
                8,
                0,
                0,
                0,
                0,
                0);
        Path file = folder.resolve("x.npy");
        PictureRule cropped = new PictureRule(List.of(2, 2), List.of(), List.of(), Colour.AUTO);
        assertThat(pixels(open(file, List.of(), cropped).train(), 0)).containsExactly(1, 2, 3, 4);
        PictureRule all = new PictureRule(List.of(2, 2), List.of(1, 1), List.of(2, 3), Colour.RGB);
        Split split = open(file, List.of(), all);
        assertThat(split.train().shape()).isEqualTo(new ImageShape(3, 2, 3));
        assertThat(pixels(split.train(), 0)).containsExactly(0, 3, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0);
        PictureRule large = new PictureRule(List.of(5, 2), List.of(), List.of(), Colour.AUTO);
        assertThatThrownBy(() -> open(file, List.of(), large)).hasMessageContainingAll("x.npy", "4 x 4", "data.crop");
        PictureRule small = new PictureRule(List.of(), List.of(), List.of(3, 9), Colour.AUTO);
        assertThatThrownBy(() -> open(file, List.of(), small)).hasMessageContainingAll("x.npy", "4 x 4", "data.pad");
    }

    @Test
    void coloursOfArraysBecomeGreyByTheirLuma() throws IOException {
        bytes("x.npy", "(2, 2, 1, 3)", 255, 0, 0, 9, 9, 9, 0, 255, 0, 9, 9, 9);
        PictureRule grey = new PictureRule(List.of(), List.of(), List.of(), Colour.GREY);
        Split split = open(folder.resolve("x.npy"), List.of(), grey);
        assertThat(pixels(split.train(), 0)).containsExactly(76, 9);
        assertThat(pixels(split.test(), 0)).containsExactly(150, 9);
    }

    @Test
    void tablesHaveNoPicturesToChange() throws IOException {
        Files.writeString(folder.resolve("t.csv"), "a,b\n1,2\n3,4\n");
        PictureRule grey = new PictureRule(List.of(), List.of(), List.of(), Colour.GREY);
        assertThatThrownBy(() -> open(folder.resolve("t.csv"), List.of(), grey))
                .isInstanceOf(DataException.class)
                .hasMessageContainingAll("t.csv", "table of 2 columns");
    }
}
