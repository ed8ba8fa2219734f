package org.vae4j.data.source.own;

import static org.assertj.core.api.Assertions.assertThat;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vae4j.data.DataException;
import org.vae4j.data.source.found.ReadRule;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.format.Mat5Writer;
import us.hebi.matlab.mat.types.MatlabType;
import us.hebi.matlab.mat.types.Sink;
import us.hebi.matlab.mat.types.Sinks;

/** Reads files with changed, missing and repeated bytes, whatever exceptions the libraries throw on them. */
class DamagedFilesTest {

    /** Damaged copies per kind of file. */
    private static final int COUNT = Integer.getInteger("vae4j.mutations", 200);

    @TempDir
    Path folder;

    private byte[] sound(String name) throws IOException {
        Path file = folder.resolve("sound-" + name);
        switch (name) {
            case "x.h5" -> hdf(file);
            case "plain.mat" -> matlab(file, Deflater.NO_COMPRESSION);
            case "packed.mat" -> matlab(file, Deflater.BEST_SPEED);
            case "x.tar" -> tar(file, Files.newOutputStream(file));
            default -> tar(file, new GZIPOutputStream(Files.newOutputStream(file)));
        }
        byte[] content = Files.readAllBytes(file);
        Files.delete(file);
        return content;
    }

    private static void hdf(Path file) {
        try (WritableHdfFile out = HdfFile.write(file)) {
            out.putDataset("x", new double[][] {{1, 2}, {3, 4}, {5, 6}});
            out.putDataset("y", new int[] {1, 2, 0});
        }
    }

    private static void matlab(Path file, int level) throws IOException {
        try (Sink sink = Sinks.newStreamingFile(file.toFile())) {
            Mat5Writer writer = Mat5.newWriter(sink).setDeflateLevel(level);
            writer.writeMat(Mat5.newMatFile()
                    .addArray("x", Mat5.newMatrix(3, 4))
                    .addArray("names", Mat5.newCell(1, 2))
                    .addArray("y", Mat5.newMatrix(3, 1, MatlabType.UInt8)));
        }
    }

    private void tar(Path file, OutputStream out) throws IOException {
        Path array = OwnFiles.npy(folder.resolve("in.npy"), "|u1", "False", "(3, 2)", new byte[6]);
        try (out;
                TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
            TarArchiveEntry entry = new TarArchiveEntry("set/x.npy");
            entry.setSize(Files.size(array));
            tar.putArchiveEntry(entry);
            Files.copy(array, tar);
            tar.closeArchiveEntry();
        }
        Files.delete(array);
    }

    private static byte[] damaged(byte[] content, Random random) {
        byte[] changed = content.clone();
        switch (random.nextInt(4)) {
            case 0 -> changed = Arrays.copyOf(content, random.nextInt(content.length));
            case 1 -> {
                for (int i = 0; i < 4; i++) {
                    changed[random.nextInt(changed.length)] = (byte) random.nextInt();
                }
            }
            case 2 -> changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
            default -> {
                int from = random.nextInt(changed.length);
                int length = Math.min(8, changed.length - from);
                Arrays.fill(changed, from, from + length, (byte) (random.nextBoolean() ? 255 : 0));
            }
        }
        return changed;
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain.mat", "packed.mat", "x.h5", "x.tar", "x.tar.gz"})
    void damagedFilesAreReadOrRefusedInOneLine(String name) throws IOException {
        byte[] content = sound(name);
        Random random = new Random(11);
        List<String> wrong = new ArrayList<>();
        int refused = 0;
        for (int i = 0; i < COUNT; i++) {
            Path file = Files.write(folder.resolve(name), damaged(content, random));
            try {
                SplitRule split = new SplitRule(0, 0, SplitRule.Order.FILE, 1);
                OwnData.open(new OwnSpec(file, ReadRule.asFound(), RangeRule.REAL, split));
            } catch (DataException e) {
                refused++;
                boolean right = e.getMessage().contains(name) && e.getMessage().contains("expected");
                if (!right || e.getMessage().contains("\n")) {
                    wrong.add(i + ": " + e.getMessage());
                }
            } catch (RuntimeException | Error e) {
                wrong.add(i + ": " + e);
            }
        }
        assertThat(wrong).as("errors without file and remedy").isEmpty();
        assertThat(refused).as("damages that were noticed").isGreaterThan(COUNT / 10);
    }
}
