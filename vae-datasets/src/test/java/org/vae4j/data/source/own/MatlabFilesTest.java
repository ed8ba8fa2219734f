package org.vae4j.data.source.own;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vae4j.data.DataRange;
import org.vae4j.data.ExampleSet;
import org.vae4j.data.ImageShape;
import org.vae4j.data.Split;
import org.vae4j.data.source.found.Format;
import org.vae4j.data.source.found.ReadRule;
import org.vae4j.data.source.image.PictureRule;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.format.Mat5File;
import us.hebi.matlab.mat.types.MatlabType;
import us.hebi.matlab.mat.types.Matrix;
import us.hebi.matlab.mat.types.Sink;
import us.hebi.matlab.mat.types.Sinks;

class MatlabFilesTest {

    /** A compressed file of scipy.io.savemat: ff = arange(24, uint8).reshape(6, 4) and a cell array of names. */
    private static final String FACES = """
            TUFUTEFCIDUuMCBNQVQtZmlsZSBQbGF0Zm9ybTogcG9zaXgsIENyZWF0ZWQgb246IE1vbiBOb3YgMzAgMDk6MTc6NDEgMjAyNgAA
            AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAABSU0PAAAAQgAAAHic42NgYPAAYjYg5gBi
            TgYIYIXyQeIsQMzIwMSQlsYAJBkYJEAKWDh4BEQYWTl5BUWZ2Lj4hMSY2bn5hcUBT/QCgg8AAAA6AAAAeJzjY2BgWADEbEDMAcSM
            DBDAisRngtIgsbzE3NRiIM0HxAZI+liw6GNEMk8AyEokU18SkAYAz9UEjQ==
            """;

    /**
     * A compressed file of train_data = arange(8).reshape(2, 4) / 8, train_labels = [[3], [1]], val_data = ones((1,
     * 4)).
     */
    private static final String PARTS = """
            TUFUTEFCIDUuMCBNQVQtZmlsZSBQbGF0Zm9ybTogcG9zaXgsIENyZWF0ZWQgb246IE1vbiBOb3YgMzAgMDk6MTc6NDEgMjAyNgAA
            AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAABSU0PAAAARwAAAHic42NgYGgAYjYg5oDS
            IMAK5TMBMQsQMwIxFxCXFCVm5sWnJJYkQtRxArEDAzp4YA+hD0DpJ1D6ApR+AaVvQOk39gCNZQzaDwAAADUAAAB4nONjYGBwAGI2
            IOYAYk4GCGCF8pmAmBGKeYC4pCgxMy8+JzEpNaeYASzPxMAMlAQAengFew8AAAAxAAAAeJzjY2BgiABiNiDmgNIgwArlMwIxC5QG
            8csSc+JTEksSOYFsBQYY+GCPiwYACbkItw==
            """;

    /** The bytes before the first array of a file. */
    private static final int HEADER = 128;

    @TempDir
    Path folder;

    private Path file(String name, String base64) throws IOException {
        return Files.write(folder.resolve(name), Base64.getMimeDecoder().decode(base64));
    }

    private Path file(String name, String variable, Matrix matrix) throws IOException {
        Mat5File file = Mat5.newMatFile();
        file.addArray(variable, matrix);
        Path path = folder.resolve(name);
        file.writeTo(Sinks.newStreamingFile(path.toFile()));
        return path;
    }

    private static Split open(Path source, List<Integer> shape) {
        ReadRule reading = new ReadRule(Format.AUTO, shape, PictureRule.NONE, "");
        SplitRule split = new SplitRule(1, 0, SplitRule.Order.FILE, 1);
        return OwnData.open(new OwnSpec(source, reading, RangeRule.AUTO, split)).split();
    }

    private static float[] example(ExampleSet set, int example) {
        float[] values = new float[set.shape().size()];
        set.copyTo(example, values, 0);
        return values;
    }

    private static void assertRefused(Path source, List<Integer> shape, String... words) {
        Refusal.of(() -> open(source, shape), words);
    }

    @Test
    void columnsAreExamplesIfTheyHaveTheGivenShape() throws IOException {
        Split split = open(file("faces.mat", FACES), List.of(3, 2));
        assertThat(split.train().shape()).isEqualTo(new ImageShape(1, 3, 2));
        assertThat(split.train().size()).isEqualTo(3);
        assertThat(split.train().images().pixel(1, 0)).isEqualTo(1);
        assertThat(split.train().images().pixel(1, 5)).isEqualTo(21);
        assertThat(split.test().images().pixel(0, 2)).isEqualTo(11);
    }

    @Test
    void rowsAreExamplesWithoutAShape() throws IOException {
        Split split = open(file("faces.mat", FACES), List.of());
        assertThat(split.train().shape().sizes()).containsExactly(4);
        assertThat(split.train().size()).isEqualTo(5);
    }

    @Test
    void partsAndTheirLabelsAreFoundByName() throws IOException {
        Split split = open(file("parts.mat", PARTS), List.of(2, 2));
        assertThat(split.train().size()).isEqualTo(2);
        assertThat(split.train().values()).isEqualTo(DataRange.UNIT_INTERVAL);
        assertThat(example(split.train(), 1)).containsExactly(0.5f, 0.625f, 0.75f, 0.875f);
        assertThat(split.train().label(0)).isEqualTo(3);
        assertThat(split.valid()).isPresent();
        assertThat(split.reported()).isEqualTo(Split.Reported.VALID);
    }

    @Test
    void colourImagesInTheLastDimensionAreBroughtToTheFront() throws IOException {
        Matrix colours = Mat5.newMatrix(new int[] {2, 2, 3, 5}, MatlabType.UInt8);
        colours.setByte(new int[] {1, 0, 2, 4}, (byte) 77);
        Split split = open(file("x.mat", "X", colours), List.of());
        assertThat(split.train().shape()).isEqualTo(new ImageShape(3, 2, 2));
        assertThat(split.train().size()).isEqualTo(4);
        int row = 1;
        int channel = 2;
        assertThat(split.test().images().pixel(0, channel * 4 + row * 2)).isEqualTo(77);
    }

    @Test
    void greyImagesInTheLastDimensionNeedAShape() throws IOException {
        Matrix grey = Mat5.newMatrix(new int[] {4, 2, 5}, MatlabType.Int16);
        grey.setShort(new int[] {3, 1, 4}, (short) 9);
        Path file = file("g.mat", "X", grey);
        assertThat(example(open(file, List.of(4, 2)).test(), 0)[7]).isEqualTo(9);
        assertRefused(file, List.of(), "g.mat", "[4, 2, 5]", "data.shape");
    }

    @Test
    void refusesNumbersThatAreNotFinite() throws IOException {
        Matrix wrong = Mat5.newMatrix(2, 3);
        wrong.setDouble(4, Double.NaN);
        assertRefused(file("nan.mat", "x", wrong), List.of(), "nan.mat/x", "NaN", "value 4");
    }

    @Test
    void refusesComplexNumbers() throws IOException {
        assertRefused(file("c.mat", "x", Mat5.newComplex(2, 3)), List.of(), "c.mat/x", "complex");
    }

    @Test
    void refusesATruncatedFile() throws IOException {
        byte[] whole = Base64.getMimeDecoder().decode(FACES);
        Path cut = Files.write(folder.resolve("cut.mat"), Arrays.copyOf(whole, whole.length - 20));
        assertRefused(cut, List.of(), "cut.mat");
    }

    @Test
    void refusesFilesOfOtherFormats() throws IOException {
        Path text = Files.writeString(folder.resolve("text.mat"), "hello");
        assertRefused(text, List.of(), "text.mat", "level 5");
        Path hdf = Files.writeString(folder.resolve("new.mat"), "MATLAB 7.3 MAT-file" + " ".repeat(200));
        assertRefused(hdf, List.of(), "-v7");
    }

    @Test
    void refusesAShapeThatNoDimensionHas() throws IOException {
        assertRefused(file("faces.mat", FACES), List.of(7, 7), "faces.mat/ff", "[6, 4]");
    }

    @Test
    void refusesAFileWithoutNumbersByTheTypesOfItsArrays() throws IOException {
        Mat5File cells = Mat5.newMatFile();
        cells.addArray("names", Mat5.newCell(2, 1));
        Path none = folder.resolve("cells.mat");
        cells.writeTo(Sinks.newStreamingFile(none.toFile()));
        assertRefused(none, List.of(), "cells.mat", "names of type cell");
    }

    /** The second array must not take the place of the first. */
    @Test
    void refusesTwoArraysOfOneName() throws IOException {
        Path file = file("twice.mat", "x", Mat5.newMatrix(2, 3));
        byte[] once = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOfRange(once, HEADER, once.length), StandardOpenOption.APPEND);
        assertRefused(file, List.of(), "twice.mat", "two arrays named x", "rename one");
    }

    /** Memory must not be allocated for 2^28 doubles that a header announces in a file of 300 bytes. */
    @Test
    void refusesAHeaderThatAnnouncesMoreThanTheFileHolds() throws IOException {
        Path file = folder.resolve("huge.mat");
        try (Sink sink = Sinks.newStreamingFile(file.toFile())) {
            Mat5.newWriter(sink)
                    .setDeflateLevel(Deflater.NO_COMPRESSION)
                    .writeMat(Mat5.newMatFile().addArray("x", Mat5.newMatrix(2, 3)));
        }
        byte[] bytes = Files.readAllBytes(file);
        ByteBuffer numbers = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
        int at = IntStream.iterate(HEADER, i -> i + 4)
                .filter(i -> numbers.getInt(i) == 2 && numbers.getInt(i + 4) == 3)
                .findFirst()
                .orElseThrow();
        numbers.putInt(at, 1 << 14).putInt(at + 4, 1 << 14);
        Files.write(file, bytes);
        assertRefused(file, List.of(), "huge.mat/x", "[16384, 16384]");
    }
}
