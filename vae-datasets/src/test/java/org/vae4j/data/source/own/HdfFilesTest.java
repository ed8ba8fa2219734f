package org.vae4j.data.source.own;

import static org.assertj.core.api.Assertions.assertThat;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.IntStream;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vae4j.data.ImageShape;
import org.vae4j.data.Split;
import org.vae4j.data.VectorShape;
import org.vae4j.data.source.array.HdfReader;
import org.vae4j.data.source.array.NumberArray;
import org.vae4j.data.source.found.ReadRule;

class HdfFilesTest {

    /**
     * A file that h5py wrote: images = 10 · arange(24, uint8).reshape(2, 2, 2, 3), gzipped in chunks of one image, and
     * labels = [3, 1].
     */
    private static final String COLOURS = """
            eNrr9HBx4+WS4mIAAQ4OBhYGAQZk8B8KLsig8mHyCVCaEUp3QOkVTDBxRrCcBFRcEGo+urqQIFdXkOr/aABmjwELhEZ13SgYKcDD
            1TEAREdA+bD0dIIJVV1mbmJ6ajEDQ05iUmpOMSJdOpBpLyMDG8QMRhjfA0KzQARg1qPTzDjE0eWZgSmaEZquISZygElWIA3iMzEz
            gYW5GRTAfEa4OzjAOSslNS0nsSSVAZo9gKIKEHOZWCtYEVmTCYqZET4xICs8gv38XRiBRnFA+QrM+NXD8usB6dE0jAxA5R0oHNHL
            OxESzTkgDKFF0cphQuCKMHo6x59OGUejbBSMglEwCkbBKBgFo2AUjIJRMAoGFFTEJT8QmnjZYFMhd4fXSWYGbgumqRVxqzNezdyW
            cHVarbre3Uo2Bv0THKajHblRMApGwSgYBaNg2ABGBla0+QnIzAgjI/b5Cfh8AwdspsEBTMLnG5gg8w0cUHOYGV9CR4rRZ94mDMrw
            AABMoVus
            """;

    @TempDir
    Path folder;

    private Path colours() throws IOException {
        byte[] packed = Base64.getMimeDecoder().decode(COLOURS);
        byte[] content = new InflaterInputStream(new ByteArrayInputStream(packed)).readAllBytes();
        return Files.write(folder.resolve("colours.h5"), content);
    }

    private static Split open(Path source) {
        SplitRule split = new SplitRule(1, 0, SplitRule.Order.FILE, 1);
        return OwnData.open(new OwnSpec(source, ReadRule.asFound(), RangeRule.AUTO, split))
                .split();
    }

    private static void assertRefused(Path source, String... words) {
        Refusal.of(() -> open(source), words);
    }

    @Test
    void compressedBytesAreReadWithTheirLabels() throws IOException {
        Split split = open(colours());
        assertThat(split.train().shape()).isEqualTo(new ImageShape(3, 2, 2));
        assertThat(split.train().images().pixel(0, 1)).as("second pixel, red").isEqualTo(30);
        assertThat(split.test().images().pixel(0, 11)).as("last pixel, blue").isEqualTo(230);
        assertThat(split.train().label(0)).isEqualTo(3);
        assertThat(split.test().label(0)).isEqualTo(1);
    }

    @Test
    void arraysInGroupsNamedAsPartsAreTheParts() {
        Path file = folder.resolve("groups.h5");
        try (WritableHdfFile out = HdfFile.write(file)) {
            out.putGroup("train").putDataset("x", new double[][] {{1.5, 2, -3}, {4, 5, 6}});
            out.putGroup("test").putDataset("x", new double[][] {{7, 8, 9}});
        }
        Split split = open(file);
        assertThat(split.train().shape()).isEqualTo(new VectorShape(3));
        assertThat(split.train().size()).isEqualTo(2);
        assertThat(split.test().size()).isEqualTo(1);
    }

    /** Group and name are joined by a character that both may have: one array must not take the other's place. */
    @Test
    void refusesTwoArraysOfOneName() {
        Path file = folder.resolve("both.h5");
        try (WritableHdfFile out = HdfFile.write(file)) {
            out.putGroup("a").putDataset("b_c", new double[][] {{1, 2}, {3, 4}});
            out.putGroup("a_b").putDataset("c", new double[][] {{5, 6}, {7, 8}});
        }
        assertRefused(file, "both.h5", "/a/b_c", "/a_b/c", "rename one");
    }

    @Test
    void refusesTwoArraysOfOnePart() {
        Path file = folder.resolve("parts.h5");
        try (WritableHdfFile out = HdfFile.write(file)) {
            out.putDataset("x_train", new double[][] {{1, 2}, {3, 4}});
            out.putDataset("train_images", new double[][] {{5, 6}, {7, 8}});
        }
        assertRefused(file, "parts.h5", "x_train", "train_images", "both of the part train");
    }

    @Test
    void wholeNumbersOf64BitsBecomeTheNearestFloats() throws IOException {
        Path file = folder.resolve("longs.h5");
        try (WritableHdfFile out = HdfFile.write(file)) {
            out.putDataset("x", new long[][] {{1, -(1L << 24)}, {(1L << 24) + 1, 1L << 62}});
        }
        NumberArray x = HdfReader.read(file).get("x");
        assertThat(x.sizes()).containsExactly(2, 2);
        assertThat(IntStream.range(0, 4).mapToObj(x::value)).containsExactly(1f, -0x1p24f, 0x1p24f, 0x1p62f);
    }

    /** A rounded label would be another class. */
    @Test
    void refusesLabelsThatFloatsDoNotTellApart() {
        Path file = folder.resolve("labels.h5");
        try (WritableHdfFile out = HdfFile.write(file)) {
            out.putDataset("x", new double[][] {{1, 2}, {3, 4}});
            out.putDataset("y", new long[] {0, (1L << 24) + 1});
        }
        assertRefused(file, "labels.h5/y", "example 1", "below 2^24");
    }

    @Test
    void refusesNumbersThatAreNotFinite() {
        Path file = folder.resolve("nan.h5");
        try (WritableHdfFile out = HdfFile.write(file)) {
            out.putDataset("x", new double[][] {{1, 2}, {3, Double.NaN}});
        }
        assertRefused(file, "nan.h5/x", "NaN", "value 3");
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 100, 600, 2000})
    void refusesTruncatedFiles(int length) throws IOException {
        byte[] whole = Files.readAllBytes(colours());
        assertRefused(Files.write(folder.resolve("cut.h5"), Arrays.copyOf(whole, length)), "cut.h5");
    }

    @Test
    void refusesAFileThatLacksItsLastBytes() throws IOException {
        byte[] whole = Files.readAllBytes(colours());
        assertRefused(Files.write(folder.resolve("cut.h5"), Arrays.copyOf(whole, whole.length - 200)), "cut.h5");
    }

    @Test
    void refusesFilesOfAnotherFormat() throws IOException {
        assertRefused(Files.writeString(folder.resolve("text.h5"), "hello"), "text.h5");
    }

    @Test
    void refusesAFileWithoutNumbersByTheNamesOfItsArrays() {
        Path texts = folder.resolve("texts.h5");
        try (WritableHdfFile out = HdfFile.write(texts)) {
            out.putDataset("names", new String[] {"a", "b"});
        }
        assertRefused(texts, "texts.h5", "[names]");
    }
}
