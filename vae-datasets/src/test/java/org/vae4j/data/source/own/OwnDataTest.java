package org.vae4j.data.source.own;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vae4j.data.DataException;
import org.vae4j.data.DataRange;
import org.vae4j.data.ExampleSet;
import org.vae4j.data.ImageSet;
import org.vae4j.data.ImageShape;
import org.vae4j.data.Split;
import org.vae4j.data.source.found.Format;
import org.vae4j.data.source.found.ReadRule;
import org.vae4j.data.source.image.Colour;
import org.vae4j.data.source.image.PictureRule;

class OwnDataTest {

    private static final byte[] TWO_FLOATS = OwnFiles.floats(1, Float.NaN);
    private static final SplitRule IN_ORDER = new SplitRule(1, 0, SplitRule.Order.FILE, 1);

    @TempDir
    Path folder;

    private static OwnData open(Path source) {
        return OwnData.open(new OwnSpec(source, ReadRule.asFound(), RangeRule.AUTO, IN_ORDER));
    }

    private static OwnData open(Path source, List<Integer> shape, RangeRule range) {
        ReadRule reading = new ReadRule(Format.AUTO, shape, PictureRule.NONE, "");
        return OwnData.open(new OwnSpec(source, reading, range, IN_ORDER));
    }

    private static float[] example(ExampleSet set, int example) {
        float[] values = new float[set.shape().size()];
        set.copyTo(example, values, 0);
        return values;
    }

    private static byte[] counting(int count) {
        byte[] values = new byte[count];
        for (int i = 0; i < count; i++) {
            values[i] = (byte) i;
        }
        return values;
    }

    private void assertRefused(Path source, String... words) {
        Refusal.of(() -> open(source), words);
    }

    @Test
    void bytesWithChannelsLastBecomePlanes() throws IOException {
        Path file = OwnFiles.npy(folder.resolve("a.npy"), "|u1", "False", "(2, 2, 2, 3)", counting(24));
        OwnData data = open(file);
        assertThat(data.split().train().shape()).isEqualTo(new ImageShape(3, 2, 2));
        assertThat(data.split().train()).isInstanceOf(ImageSet.class);
        assertThat(data.values()).isEqualTo(DataRange.LEVELS);
        float[] expected = {0, 3, 6, 9, 1, 4, 7, 10, 2, 5, 8, 11};
        for (int i = 0; i < expected.length; i++) {
            assertThat(example(data.split().train(), 0)[i]).as("value %d", i).isEqualTo(expected[i] / 255f);
        }
    }

    @Test
    void columnMajorArraysAreReadLikeRowMajorOnes() throws IOException {
        Path rows = OwnFiles.npy(folder.resolve("c.npy"), "<f4", "False", "(2, 3)", OwnFiles.floats(1, 2, 3, 4, 5, 6));
        Path columns =
                OwnFiles.npy(folder.resolve("f.npy"), "<f4", "True", "(2, 3)", OwnFiles.floats(1, 4, 2, 5, 3, 6));
        assertThat(open(columns, List.of(), RangeRule.REAL).split().test().sha256())
                .isEqualTo(open(rows, List.of(), RangeRule.REAL).split().test().sha256());
        assertThat(example(open(columns, List.of(), RangeRule.REAL).split().test(), 0))
                .containsExactly(4, 5, 6);
    }

    @ParameterizedTest
    @CsvSource({
        "|i1, ff02, -1, 2",
        "<u2, ff00ff02, 255, 767",
        ">u2, 00ff02ff, 255, 767",
        "<i2, ffff0200, -1, 2",
        "<u4, 0100000000000080, 1, 2147483648",
        ">i4, 00000001fffffffe, 1, -2",
        "<i8, 0100000000000000feffffffffffffff, 1, -2",
        "<u8, 01000000000000000000000000000080, 1, 9223372036854775808",
        "<f2, 003c00c1, 1, -2.5",
        ">f4, 3f800000c0200000, 1, -2.5",
        "<f8, 000000000000f03f00000000000004c0, 1, -2.5"
    })
    void everyElementTypeIsRead(String descr, String hex, float first, float second) throws IOException {
        byte[] content = HexFormat.of().parseHex(hex);
        Path file = OwnFiles.npy(folder.resolve("t.npy"), descr, "False", "(2, 1)", content);
        Split split = open(file, List.of(), RangeRule.REAL).split();
        assertThat(example(split.train(), 0)).containsExactly(first);
        assertThat(example(split.test(), 0)).containsExactly(second);
    }

    /** The range decides which likelihoods can be compared. */
    @Test
    void floatsThatAreLevelsOfBytesAreRecognised() throws IOException {
        float[] levels = {0, 1 / 255f, 128 / 255f, 254 / 255f};
        assertThat(values(RangeRule.AUTO, levels)).isEqualTo(DataRange.LEVELS);
        assertThat(values(RangeRule.UNIT, 0, 0.1f, 0.2f, 1)).isEqualTo(DataRange.UNIT_INTERVAL);
        assertThat(values(RangeRule.UNIT, 0, 1 / 256f, 2 / 256f, 1)).isEqualTo(DataRange.UNIT_INTERVAL);
        assertThat(values(RangeRule.BYTE, 0, 7, 254, 255)).isEqualTo(DataRange.LEVELS);
        assertThat(values(RangeRule.BYTE, 0, 7, 254.5f, 255)).isEqualTo(DataRange.UNIT_INTERVAL);
        assertThat(values(RangeRule.REAL, levels)).isEqualTo(DataRange.REAL);
    }

    private DataRange values(RangeRule rule, float... four) throws IOException {
        Path file = OwnFiles.npy(folder.resolve("v.npy"), "<f4", "False", "(4, 1, 1)", OwnFiles.floats(four));
        return open(file, List.of(), rule).values();
    }

    @Test
    void rowsBecomeImagesOfTheGivenShape() throws IOException {
        float[] values = new float[6];
        values[5] = 0.5f;
        Path file = OwnFiles.npy(folder.resolve("a.npy"), "<f4", "False", "(2, 3)", OwnFiles.floats(values));
        OwnData data = open(file, List.of(3, 1), RangeRule.AUTO);
        assertThat(data.split().train().shape()).isEqualTo(new ImageShape(1, 3, 1));
        assertThat(data.values()).isEqualTo(DataRange.UNIT_INTERVAL);
        assertThatThrownBy(() -> open(file, List.of(2, 2), RangeRule.AUTO))
                .isInstanceOf(DataException.class)
                .hasMessageContainingAll("3 values per example", "[1, 2, 2]", "a.npy");
    }

    @ParameterizedTest(name = "{0}: {1} {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "nan.npy   | <f4 | (2, 1)          | nan.npy: found NaN at value 1",
                "cut.npy   | <f4 | (3, 1)          | the file is truncated",
                "long.npy  | <f4 | (1, 1)          | more bytes",
                "huge.npy  | <f4 | (9999999999, 9) | 9999999999",
                "large.npy | <f4 | (500000000, 4)  | the file is truncated",
            })
    void refusesArraysThatDoNotFitTheirHeaders(String name, String type, String sizes, String message)
            throws IOException {
        Path file = OwnFiles.npy(folder.resolve(name), type, "False", sizes, TWO_FLOATS);
        assertRefused(file, name, message);
    }

    @Test
    void refusesAnArrayOfObjects() throws IOException {
        assertRefused(OwnFiles.npy(folder.resolve("object.npy"), "|O", "False", "(2,)", TWO_FLOATS), "objects");
    }

    @Test
    void refusesAnArrayOfOneDimension() throws IOException {
        assertRefused(OwnFiles.npy(folder.resolve("flat.npy"), "<f4", "False", "(2,)", OwnFiles.floats(1, 2)), "[2]");
    }

    @Test
    void refusesImagesOfFourChannels() throws IOException {
        assertRefused(OwnFiles.npy(folder.resolve("four.npy"), "|u1", "False", "(1, 4, 2, 2)", counting(16)), "4");
    }

    @Test
    void refusesFilesOfOtherFormatsAndAbsentOnes() throws IOException {
        assertRefused(Files.writeString(folder.resolve("no.npy"), "hello"), "no NPY file");
        assertRefused(folder.resolve("absent.npy"), "absent.npy", "nothing");
    }

    @Test
    void refusesAHeaderOfTwoGigabytes() throws IOException {
        Path header = folder.resolve("header.npy");
        Files.write(header, new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 2, 0, -1, -1, -1, 127});
        assertRefused(header, "2147483647 bytes");
    }

    @Test
    void idxOfAnyCountAndTypeIsReadWithItsLabels() throws IOException {
        OwnFiles.idx(folder.resolve("train-images-idx3-ubyte"), 8, new int[] {5, 2, 2}, counting(20));
        OwnFiles.idx(folder.resolve("train-labels-idx1-ubyte"), 8, new int[] {5}, counting(5));
        OwnFiles.idx(folder.resolve("t10k-images-idx3-ubyte"), 8, new int[] {1, 2, 2}, counting(4));
        Split split = open(folder).split();
        assertThat(split.train().size()).isEqualTo(5);
        assertThat(split.train().label(4)).isEqualTo(4);
        assertThat(split.test().size()).isEqualTo(1);
        assertThat(split.test().hasLabels()).isFalse();
        Path shorts = OwnFiles.idx(folder.resolve("s.idx"), 0x0b, new int[] {2, 1}, new byte[] {0, 7, -1, -2});
        assertThat(example(open(shorts, List.of(), RangeRule.REAL).split().test(), 0))
                .containsExactly(-2);
    }

    @Test
    void refusesAnotherNumberOfLabelsThanExamples() throws IOException {
        OwnFiles.npy(folder.resolve("x.npy"), "|u1", "False", "(4, 2)", counting(8));
        OwnFiles.npy(folder.resolve("x-labels.npy"), "|u1", "False", "(3,)", counting(3));
        assertRefused(folder.resolve("x.npy"), "x-labels.npy: found 3 labels, expected 4", "x.npy");
    }

    @Test
    void foldersAreClassesAndTransparencyIsLaidOverWhite() throws IOException {
        OwnFiles.png(folder.resolve("a/1.png"), 2, 3, 0xff808080);
        OwnFiles.png(folder.resolve("a/2.png"), 2, 3, 0x00000000);
        OwnFiles.png(folder.resolve("b/c/3.png"), 2, 3, 0xff000000);
        Files.writeString(folder.resolve("README"), "no image");
        Split split = open(folder).split();
        assertThat(split.train().shape()).isEqualTo(new ImageShape(1, 2, 3));
        assertThat(split.train().images().pixel(0, 0)).isEqualTo(0x80);
        assertThat(split.train().images().pixel(1, 5))
                .as("transparent over white")
                .isEqualTo(255);
        assertThat(split.test().label(0)).isEqualTo(1);
        OwnFiles.png(folder.resolve("a/4.png"), 2, 3, 0xff102030);
        assertThat(open(folder).split().train().shape()).isEqualTo(new ImageShape(3, 2, 3));
        assertThat(open(folder).split().train().images().pixel(2, 6)).isEqualTo(0x20);
    }

    /** Java's own conversion would make 188 of the file's 128. */
    @Test
    void samplesOfGreyFilesAreReadUnchanged() throws IOException {
        BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_BYTE_GRAY);
        image.getRaster().setSample(0, 0, 0, 128);
        ImageIO.write(image, "png", folder.resolve("a.png").toFile());
        ImageIO.write(image, "png", folder.resolve("b.png").toFile());
        assertThat(open(folder).split().train().images().pixel(0, 0)).isEqualTo(128);
    }

    @Test
    void refusesImagesOfTwoSizesUnlessTheyAreResized() throws IOException {
        OwnFiles.png(folder.resolve("1.png"), 4, 4, 0xff404040);
        OwnFiles.png(folder.resolve("2.png"), 2, 6, 0xff404040);
        assertRefused(folder, "2.png", "2 x 6", "4 x 4", "data.resize");
        ReadRule resized = new ReadRule(
                Format.AUTO, List.of(), new PictureRule(List.of(), List.of(3, 3), List.of(), Colour.AUTO), "");
        Split split = OwnData.open(new OwnSpec(folder, resized, RangeRule.AUTO, IN_ORDER))
                .split();
        assertThat(split.test().shape()).isEqualTo(new ImageShape(1, 3, 3));
        assertThat(split.test().images().pixel(0, 4)).isEqualTo(0x40);
        Files.writeString(folder.resolve("0.png"), "no image");
        assertRefused(folder, "0.png", "no image");
    }

    @Test
    void anArchiveIsReadAsTheFolderInIt() throws IOException {
        OwnFiles.png(folder.resolve("x/set/a/1.png"), 2, 2, 0xff000000);
        OwnFiles.png(folder.resolve("x/set/b/1.png"), 2, 2, 0xffffffff);
        Path zip = folder.resolve("set.zip");
        try (OutputStream out = Files.newOutputStream(zip);
                ZipOutputStream archive = new ZipOutputStream(out)) {
            for (String name : List.of("set/a/1.png", "set/b/1.png")) {
                archive.putNextEntry(new ZipEntry(name));
                Files.copy(folder.resolve("x").resolve(name), archive);
            }
        }
        assertThat(open(zip).classes()).containsExactly("a", "b");
        assertThat(DataDescription.of("set", open(zip), open(zip).split()).classNames())
                .containsExactly("a", "b");
        Split split = open(zip).split();
        assertThat(split.test().label(0)).isEqualTo(1);
        assertThat(split.test().values()).isEqualTo(DataRange.BINARY);
        assertThat(split.test().sha256())
                .isEqualTo(open(folder.resolve("x/set")).split().test().sha256());
        assertRefused(Files.writeString(folder.resolve("bad.zip"), "nothing"), "bad.zip");
    }

    @Test
    void refusesValuesOutsideTheGivenRange() throws IOException {
        Path file = OwnFiles.npy(folder.resolve("r.npy"), "<f4", "False", "(2, 1)", OwnFiles.floats(0.5f, 1.5f));
        assertThat(open(file, List.of(1), RangeRule.REAL).values()).isEqualTo(DataRange.REAL);
        for (RangeRule rule : List.of(RangeRule.UNIT, RangeRule.BINARY)) {
            assertThatThrownBy(() -> open(file, List.of(), rule))
                    .isInstanceOf(DataException.class)
                    .hasMessageContainingAll("0.5 to 1.5", "r.npy", "data.range");
        }
        assertThat(example(open(file, List.of(), RangeRule.BYTE).split().test(), 0)[0])
                .isCloseTo(1.5f / 255, within(1e-9f));
    }

    @Test
    void arraysOfAnNpzFileArePartsAndTheirLabels() throws IOException {
        Path zip = folder.resolve("set.npz");
        Path array = OwnFiles.npy(folder.resolve("x"), "|u1", "False", "(3, 2, 2)", counting(12));
        Path classes = OwnFiles.npy(folder.resolve("y"), "<i8", "False", "(3,)", new byte[24]);
        try (ZipOutputStream archive = new ZipOutputStream(Files.newOutputStream(zip))) {
            for (String name : List.of("x_train", "x_test", "y_train")) {
                archive.putNextEntry(new ZipEntry(name + ".npy"));
                Files.copy(name.startsWith("x") ? array : classes, archive);
            }
        }
        Split split = open(zip).split();
        assertThat(split.train().hasLabels()).isTrue();
        assertThat(split.test().size()).isEqualTo(3);
        assertThat(split.test().hasLabels()).isFalse();
    }

    @Test
    void aClassHasTheSameNumberInEveryPart() throws IOException {
        for (String file : List.of("train/a/1.png", "train/b/1.png", "train/c/1.png", "test/a/2.png", "test/c/2.png")) {
            OwnFiles.png(folder.resolve(file), 2, 2, 0xff123456);
        }
        Split split = open(folder).split();
        assertThat(split.train().size()).isEqualTo(3);
        assertThat(split.test().label(1)).isEqualTo(2).isEqualTo(split.train().label(2));
    }
}
