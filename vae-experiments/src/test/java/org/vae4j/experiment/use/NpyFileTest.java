package org.vae4j.experiment.use;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.vae4j.experiment.config.binding.ConfigException;

class NpyFileTest {

    /** The length of the header that NumPy writes for a small matrix. */
    private static final int HEADER_BYTES = 128;
    /** The bytes of that header before its padding. */
    private static final int MEANINGFUL_BYTES = 70;

    private static final int RANDOM_CHANGES = 2000;

    @TempDir
    private Path folder;

    @Test
    void readsTheMatrixThatItWrote() throws IOException {
        INDArray matrix = Nd4j.createFromArray(new float[][] {{1, -2.5f, 3e-9f}, {4, 5, 6e9f}});
        Path file = folder.resolve("a.npy");
        NpyFile.write(matrix.dup('f'), file);
        assertThat(NpyFile.read(file).toFloatMatrix()).isDeepEqualTo(matrix.toFloatMatrix());
    }

    /** The header that numpy.save writes for the same matrix, byte by byte. */
    @Test
    void writesTheBytesThatNumPyWrites() throws IOException {
        Path file = folder.resolve("a.npy");
        NpyFile.write(Nd4j.createFromArray(new float[][] {{1, 2}}), file);
        byte[] bytes = Files.readAllBytes(file);
        assertThat(bytes).hasSize(HEADER_BYTES + 2 * Float.BYTES);
        assertThat(Arrays.copyOf(bytes, 10)).containsExactly(0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, 118, 0);
        assertThat(new String(bytes, 10, 118, StandardCharsets.US_ASCII))
                .startsWith("{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2), }  ")
                .endsWith(" \n");
        assertThat(Arrays.copyOfRange(bytes, HEADER_BYTES, bytes.length))
                .containsExactly(0, 0, 0x80, 0x3f, 0, 0, 0, 0x40);
    }

    @Test
    void readsBigEndianDoublesColumnByColumn() throws IOException {
        ByteBuffer doubles = ByteBuffer.allocate(48).order(ByteOrder.BIG_ENDIAN);
        for (double value : new double[] {1, 4, 2, 5, 3, 6}) {
            doubles.putDouble(value);
        }
        Path file = file(1, "{'descr': '>f8', 'fortran_order': True, 'shape': (2, 3), }", doubles.array());
        assertThat(NpyFile.read(file).toFloatMatrix()).isDeepEqualTo(new float[][] {{1, 2, 3}, {4, 5, 6}});
    }

    @Test
    void readsAVectorOfBytesInVersion2AsAMatrixOfOneRow() throws IOException {
        Path file = file(2, "{'descr': '|u1', 'fortran_order': False, 'shape': (3,), }", new byte[] {1, (byte) 200, 3});
        assertThat(NpyFile.read(file).toFloatMatrix()).isDeepEqualTo(new float[][] {{1, 200, 3}});
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'descr': '|O', 'fortran_order': False, 'shape': (1, 2), }",
                "{'descr': '<c8', 'fortran_order': False, 'shape': (1, 2), }",
                "{'descr': '<f2', 'fortran_order': False, 'shape': (3, 2), }",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 3), }",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (999999999, 999999999), }",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (0, 2), }",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 1, 2), }",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (), }",
                "{}"
            })
    void refusesArraysThatAreNoMatrixOfRealNumbers(String header) throws IOException {
        Path file = file(1, header, new byte[8]);
        assertThatThrownBy(() -> NpyFile.read(file))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(file + ": found ")
                .hasMessageContaining("expected");
    }

    @Test
    void refusesNaN() throws IOException {
        ByteBuffer nan = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putFloat(Float.NaN);
        Path file = file(1, "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 1), }", nan.array());
        assertThatThrownBy(() -> NpyFile.read(file)).hasMessageContaining("finite numbers");
    }

    @Test
    void refusesAFileThatIsCutAtAnyByte() throws IOException {
        Path whole = folder.resolve("whole.npy");
        NpyFile.write(Nd4j.createFromArray(new float[][] {{1, 2, 3}}), whole);
        byte[] bytes = Files.readAllBytes(whole);
        Path file = folder.resolve("damaged.npy");
        for (int length = 0; length < bytes.length; length++) {
            Files.write(file, Arrays.copyOf(bytes, length));
            assertThatThrownBy(() -> NpyFile.read(file)).as("%d bytes", length).isInstanceOf(ConfigException.class);
        }
    }

    @Test
    void readsOrRefusesAFileWhoseHeaderIsDamaged() throws IOException {
        Path whole = folder.resolve("whole.npy");
        NpyFile.write(Nd4j.createFromArray(new float[][] {{1, 2, 3}}), whole);
        byte[] bytes = Files.readAllBytes(whole);
        Path file = folder.resolve("damaged.npy");
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < RANDOM_CHANGES; i++) {
            byte[] changed = bytes.clone();
            changed[random.nextInt(MEANINGFUL_BYTES)] = (byte) random.nextInt(256);
            Files.write(file, changed);
            try {
                assertThat(NpyFile.read(file).length()).as("change %d", i).isPositive();
            } catch (ConfigException e) {
                assertThat(e.getMessage()).as("change %d", i).contains("expected");
            }
        }
    }

    private Path file(int version, String header, byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0});
        ByteBuffer size = ByteBuffer.allocate(version == 1 ? 2 : 4).order(ByteOrder.LITTLE_ENDIAN);
        if (version == 1) {
            size.putShort((short) header.length());
        } else {
            size.putInt(header.length());
        }
        out.write(size.array());
        out.write(header.getBytes(StandardCharsets.US_ASCII));
        out.write(content);
        return Files.write(folder.resolve("made.npy"), out.toByteArray());
    }
}
